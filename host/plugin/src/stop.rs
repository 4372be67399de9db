//! Stopping a call that lasts.

use tokio::sync::watch;

/// In the hands of whoever may stop a call. Dropped, the call is stopped too.
#[derive(Debug)]
pub struct Stopper(watch::Sender<bool>);

/// What the call listens to.
#[derive(Clone, Debug)]
pub struct Stop(watch::Receiver<bool>);

impl Stopper {
    /// The two ends.
    pub fn new() -> (Stopper, Stop) {
        let (stopper, stop) = watch::channel(false);
        (Stopper(stopper), Stop(stop))
    }

    /// It is enough: the host function that waits answers `cancelled`, and so does every one after it.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Stop {
    /// Ends when somebody said so.
    pub(crate) async fn said(&mut self) {
        // An error says that the other end is gone, and with it whoever looks.
        let _ = self.0.wait_for(|stopped| *stopped).await;
    }
}
