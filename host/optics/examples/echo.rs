//! One echo request, as the desk sends it: what the tests run where the network is theirs.

use std::net::IpAddr;

use balcao_access::UserId;
use balcao_optics::Pinger;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let address: Option<IpAddr> = std::env::args().nth(1).and_then(|text| text.parse().ok());
    let address = address.expect("an address");
    match Pinger::default().echo(UserId::new(), address).await {
        Ok(Some(_)) => println!("reply"),
        Ok(None) => println!("none"),
        Err(error) => println!("{error}"),
    }
}
