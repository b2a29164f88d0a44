//! Token endpoint: `/services/oauth2/token`.

use super::super::answer::{Format, Refusal, refuse, write};
use super::super::auth::named;
use super::super::call::{BodyKind, Call};
use super::super::grant::{self, device};
use super::super::message::Response;
use super::super::org::Org;

pub(crate) fn respond(org: &mut Org, call: &Call) -> Response {
    let format = Format::of(call);
    match granted(org, call) {
        Ok(answer) => write(format, 200, &answer),
        Err(refusal) => {
            let response = refuse(format, &refusal);
            match refusal.code {
                // RFC 9449 section 8: the refusal brings the nonce that the next proof must have.
                "use_dpop_nonce" => response.with("DPoP-Nonce", &org.random.word(24)),
                _ => response,
            }
        }
    }
}

fn granted(org: &mut Org, call: &Call) -> grant::Granted {
    if call.method() != "POST" {
        return Err(Refusal::new("invalid_request", "must use HTTP POST"));
    }
    let unsupported = || Refusal::new("unsupported_grant_type", "grant type not supported");
    // A JSON body is not read: the server sees no parameters at all.
    if call.body_kind == BodyKind::Other && !call.request.body.is_empty() {
        return Err(unsupported());
    }
    // The device flow has no endpoint of its own.
    if call.fields.get("response_type") == Some("device_code") {
        return device::start(org, call);
    }
    let grant_type = call.fields.get("grant_type").ok_or_else(unsupported)?;
    let grant = grant::find(grant_type).ok_or_else(unsupported)?;
    if org.settings.inactive {
        return Err(Refusal::new("inactive_org", "organization is inactive"));
    }
    prove_possession(org, call)?;
    grant(org, call)
}

/// No proof is judged here, for no client of ours makes one: what matters is how its lack is answered.
fn prove_possession(org: &Org, call: &Call) -> Result<(), Refusal> {
    let app = named(call).and_then(|client_id| org.app(&client_id).cloned());
    if !app.is_some_and(|app| app.policies.require_dpop) {
        return Ok(());
    }
    // [SIM] The texts are not known.
    Err(match call.request.header("DPoP") {
        None => Refusal::new("invalid_dpop_proof", "DPoP proof is missing"),
        Some(_) => Refusal::new(
            "use_dpop_nonce",
            "Authorization server requires nonce in DPoP proof",
        ),
    })
}
