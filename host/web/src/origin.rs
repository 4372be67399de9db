//! Where a request comes from: whether a page of ours sent it, and from which address.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, header, request::Parts};

use crate::WebConfig;

/// Whether a request that changes something was sent by a page of ours. Browsers say so in
/// `Sec-Fetch-Site`, which no script can set; one that is too old for it still sends `Origin`.
/// Whatever sends neither is no browser with a page of ours, and is refused.
pub(crate) fn is_ours(config: &WebConfig, headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site")) {
        return site == "same-origin";
    }
    let Some(origin) = text(header::ORIGIN) else { return false };
    match &config.public_url {
        Some(url) => origin == url.trim_end_matches('/'),
        None => text(header::HOST).is_some_and(|host| origin.strip_prefix("http://") == Some(host)),
    }
}

/// How browsers reach us: as the operator said, or, on loopback, as this one did.
pub(crate) fn own(config: &WebConfig, headers: &HeaderMap) -> String {
    match &config.public_url {
        Some(url) => url.trim_end_matches('/').to_owned(),
        None => {
            let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
            format!("http://{}", host.unwrap_or("localhost"))
        }
    }
}

/// The address of whoever asks. What the forwarding header says counts only when the connection
/// comes from the proxy that the administrator named. A socket for both kinds of address writes
/// those of the old kind in the new one, so that all are compared, and kept, in their own spelling.
/// Without a connection, which is in tests only, it is nobody's.
pub(crate) fn address(config: &WebConfig, parts: &Parts) -> IpAddr {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let peer = peer.unwrap_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED));
    let peer = peer.to_canonical();
    if config.trusted_proxy.map(|proxy| proxy.to_canonical()) != Some(peer) {
        return peer;
    }
    // The proxy appends the address that it saw; what stands before it is the client's own claim.
    let forwarded =
        parts.headers.get_all("x-forwarded-for").iter().next_back().and_then(|value| value.to_str().ok());
    let claimed: Option<IpAddr> = forwarded.and_then(|list| list.rsplit(',').next()?.trim().parse().ok());
    claimed.map_or(peer, |address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    fn config() -> WebConfig {
        WebConfig { trusted_proxy: Some([10, 0, 0, 1].into()), ..WebConfig::default() }
    }

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn only_our_own_pages_may_change_something() {
        let ours = |pairs: &[(&'static str, &str)]| is_ours(&config(), &headers(pairs));
        assert!(ours(&[("sec-fetch-site", "same-origin")]));
        assert!(ours(&[("origin", "http://desk:8080"), ("host", "desk:8080")]));
        for bad in ["cross-site", "same-site", "none", "Same-Origin", ""] {
            assert!(!ours(&[("sec-fetch-site", bad), ("origin", "http://desk"), ("host", "desk")]), "{bad}");
        }
        assert!(!ours(&[("origin", "http://evil"), ("host", "desk")]));
        assert!(!ours(&[("origin", "null"), ("host", "desk")]));
        assert!(!ours(&[("host", "desk")]));
    }

    #[test]
    fn behind_tls_the_origin_is_the_public_one() {
        let config = WebConfig { public_url: Some("https://desk.example/".into()), ..WebConfig::default() };
        assert!(is_ours(&config, &headers(&[("origin", "https://desk.example"), ("host", "127.0.0.1:80")])));
        assert!(!is_ours(&config, &headers(&[("origin", "http://127.0.0.1:80"), ("host", "127.0.0.1:80")])));
    }

    #[test]
    fn a_forwarded_address_counts_only_from_the_trusted_proxy() {
        let from = |peer: IpAddr, forwarded: &str| {
            let (mut parts, ()) =
                Request::builder().header("x-forwarded-for", forwarded).body(()).unwrap().into_parts();
            parts.extensions.insert(ConnectInfo(SocketAddr::from((peer, 5000))));
            address(&config(), &parts).to_string()
        };
        assert_eq!(from([10, 0, 0, 1].into(), "1.1.1.1, 203.0.113.9"), "203.0.113.9");
        assert_eq!(from([10, 0, 0, 2].into(), "203.0.113.9"), "10.0.0.2");
        assert_eq!(from([10, 0, 0, 1].into(), "rubbish"), "10.0.0.1");
        let mapped: IpAddr = "::ffff:10.0.0.1".parse().unwrap();
        assert_eq!(from(mapped, "::ffff:203.0.113.9"), "203.0.113.9");
    }
}
