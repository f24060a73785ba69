use std::env;
use tiny_http::{Header, Response, Server};

fn main() {
    let port = env::var("PORT").unwrap_or_else(|_| "8080".to_string());
    let index = env::var("CF_INSTANCE_INDEX").unwrap_or_else(|_| "0".to_string());
    let server = Server::http(format!("0.0.0.0:{port}")).expect("the port is free");
    for request in server.incoming_requests() {
        let header = Header::from_bytes("X-App-Instance", index.as_bytes()).expect("a header");
        let _ = request.respond(Response::from_string("Hello from Ingot\n").with_header(header));
    }
}
