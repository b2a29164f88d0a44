//! The frame around every page.

use super::super::encode::escape;
use super::super::message::Response;

const STYLE: &str = "\
:root{color-scheme:light dark;--edge:#8a93a5;--ink:#1b2333;--paper:#fff;--back:#eef1f6;--key:#1d4ed8}\
@media (prefers-color-scheme:dark){:root{--ink:#e6e9f0;--paper:#1d2330;--back:#12161f;--key:#8fb0ff}}\
*{box-sizing:border-box}body{margin:0;background:var(--back);color:var(--ink);font:16px/1.5 system-ui,sans-serif}\
.demo{background:#b45309;color:#fff;text-align:center;padding:.5rem 1rem;font-weight:600}\
main{max-width:34rem;margin:2.5rem auto;padding:2rem;background:var(--paper);border-radius:12px}\
h1{font-size:1.35rem;margin:0 0 1rem}h2{font-size:1rem;margin:1.5rem 0 .5rem}\
label{display:block;margin:1rem 0 .25rem;font-weight:600}\
input[type=text],input[type=password]{width:100%;padding:.6rem;font:inherit;border:1px solid var(--edge);\
border-radius:6px;background:transparent;color:inherit}\
button{font:inherit;font-weight:600;padding:.6rem 1.4rem;border-radius:6px;border:1px solid var(--key);\
background:var(--key);color:var(--paper);cursor:pointer}button.second{background:transparent;color:var(--key)}\
.row{display:flex;gap:.75rem;margin-top:1.5rem}.error{border-left:4px solid #dc2626;padding:.25rem .75rem}\
.quiet{opacity:.8;font-size:.9rem}table{width:100%;border-collapse:collapse;font-size:.9rem}\
td,th{text-align:left;padding:.3rem .5rem .3rem 0;overflow-wrap:anywhere}a{color:var(--key)}details{margin-top:1.5rem}summary{cursor:pointer}";

/// Puts a title and ready-made HTML into the frame.
///
/// No `form-action` in the policy: it would also stop the redirect from the approval form to the app's callback.
pub(super) fn framed(status: u16, title: &str, html: &str) -> Response {
    let title = escape(title);
    let body = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>DEMO: {title}</title>\
         <style>{STYLE}</style></head><body>\
         <div class=\"demo\">DEMO org of Valet Key on this computer: not Salesforce, nothing here is real</div>\
         <main><h1>{title}</h1>{html}</main></body></html>"
    );
    Response::new(status, "text/html;charset=UTF-8", body)
        .with("Cache-Control", "no-store")
        .with(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
        )
        .with("Referrer-Policy", "no-referrer")
        .with("X-Content-Type-Options", "nosniff")
        .with("X-Frame-Options", "DENY")
}
