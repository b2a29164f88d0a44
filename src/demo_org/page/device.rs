//! The person's side of the device flow.

use super::super::call::Call;
use super::super::encode::escape;
use super::super::endpoint::login::local;
use super::super::message::Response;
use super::super::org::Org;
use super::frame::framed;
use super::login::{CodeState, allow_form, problem, scope_list};

pub(crate) fn connect(call: &Call, source: &str, typed: &str, state: CodeState) -> Response {
    let error = match state {
        CodeState::Fresh => String::new(),
        CodeState::Wrong => problem("This code is not valid. Check it on the device.", ""),
    };
    framed(
        200,
        "Connect a device",
        &format!(
            "{error}<p>Enter the code that the device shows. Enter no code that somebody sent you.</p>\
             <form id=\"connect_form\" method=\"post\" action=\"{action}\">\
             <input type=\"hidden\" name=\"source\" value=\"{source}\">\
             <label for=\"user_code\">Code</label>\
             <input type=\"text\" id=\"user_code\" name=\"user_code\" value=\"{typed}\" autocomplete=\"off\" required>\
             <div class=\"row\"><button id=\"save\" name=\"save\" value=\"Connect\">Connect</button></div></form>",
            action = local(call, "/setup/connect"),
            source = escape(source),
            typed = escape(typed),
        ),
    )
}

pub(crate) fn device_approval(
    org: &Org,
    call: &Call,
    source: &str,
    user_code: &str,
    client_id: &str,
    scopes: &[String],
    username: &str,
) -> Response {
    let name = org
        .app(client_id)
        .map_or(client_id, |app| app.name.as_str());
    framed(
        200,
        "Allow access?",
        &format!(
            "<p>A device with <b>{}</b> is asking to:</p>{}<p>Do you want to allow access for \
             <b id=\"username\">{}</b>?</p>{}",
            escape(name),
            scope_list(scopes),
            escape(username),
            allow_form(
                &local(call, "/setup/connect"),
                &[("source", source), ("user_code", user_code)]
            ),
        ),
    )
}
