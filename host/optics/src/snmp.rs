//! One conversation with an SNMP agent: questions, answers, and how long each may take.

use std::time::Duration;

use balcao_network::Olt;
use balcao_network::olts::{Credentials, Digest};
use snmp2::{AsyncSession, Error, Oid as Name, Value, v3};
use tokio::time::timeout;

use crate::vendor::Oid;

/// How long an agent may take to answer one message.
const ANSWER: Duration = Duration::from_millis(1_500);
/// How often a question is asked: UDP loses messages.
const TRIES: u32 = 2;
/// What SNMP says where somebody may not ask (RFC 3416, 3): `noAccess`, `authorizationError`.
const FORBIDDEN: [u32; 2] = [6, 16];
/// `sysDescr.0` (RFC 3418).
const SYS_DESCR: &[u64] = &[1, 3, 6, 1, 2, 1, 1, 1, 0];

/// Why an agent did not answer a question.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SnmpError {
    /// It said nothing. An agent of v2c says nothing to a wrong community either.
    #[error("no answer")]
    Silent,
    /// It did not take the user, or what the user may not see was asked.
    #[error("the credentials were refused")]
    Refused,
    /// Its address is none.
    #[error("no such address")]
    Address,
    /// It answered what SNMP does not allow, or with an error of its own.
    #[error("an answer that was not understood: {0}")]
    Odd(String),
}

/// A session with one agent.
pub struct Session {
    inner: AsyncSession,
}

impl Session {
    /// Opens one. Of v3 the agent tells its engine and clock first.
    pub async fn open(olt: &Olt) -> Result<Session, SnmpError> {
        let agent = (olt.address.as_str(), olt.port);
        // Whoever guesses the number of a request could answer for the agent.
        let mut first = [0; 4];
        getrandom::fill(&mut first).map_err(|error| SnmpError::Odd(error.to_string()))?;
        let first = i32::from_ne_bytes(first) & 0x3FFF_FFFF;
        let opened = match &olt.credentials {
            Credentials::Community(community) => {
                AsyncSession::new_v2c(agent, community.as_bytes(), first).await
            }
            Credentials::User { .. } => AsyncSession::new_v3(agent, first, security(&olt.credentials)).await,
        };
        let mut session = Session { inner: opened.map_err(|_| SnmpError::Address)? };
        match timeout(ANSWER, session.inner.init()).await {
            Ok(done) => done.map_err(read)?,
            Err(_) => return Err(SnmpError::Silent),
        }
        Ok(session)
    }

    /// Asks for all of these at once; the answers come in their order.
    async fn ask(&mut self, oids: &[Oid]) -> Result<Vec<(Oid, Told)>, SnmpError> {
        let odd = |what: &str| SnmpError::Odd(what.to_owned());
        let names: Result<Vec<Name<'static>>, _> = oids.iter().map(|oid| Name::from(oid)).collect();
        let names = names.map_err(|_| odd("the table names no OID"))?;
        let names: Vec<&Name<'_>> = names.iter().collect();
        // A clock that drifted is told by the agent, and the question asked once more.
        for _ in 0..2 {
            match timeout(ANSWER, self.inner.get_many(&names)).await {
                Err(_) => return Err(SnmpError::Silent),
                Ok(Err(Error::AuthUpdated)) => {}
                Ok(Err(error)) => return Err(read(error)),
                Ok(Ok(answer)) if FORBIDDEN.contains(&answer.error_status) => return Err(SnmpError::Refused),
                Ok(Ok(answer)) if answer.error_status != 0 => {
                    return Err(odd(&format!("error status {}", answer.error_status)));
                }
                Ok(Ok(answer)) => {
                    let told =
                        |(name, value): (Name<'_>, Value<'_>)| Some((name.iter()?.collect(), value.into()));
                    let told: Vec<(Oid, Told)> = answer.varbinds.filter_map(told).collect();
                    return if told.len() == oids.len() { Ok(told) } else { Err(odd("answers are missing")) };
                }
            }
        }
        Err(SnmpError::Refused)
    }
}

/// What an agent says of an OID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// A number.
    Number(i64),
    /// A text, or the bytes of something else as far as they are text.
    Text(String),
    /// There is no such thing.
    Nothing,
}

impl From<Value<'_>> for Told {
    fn from(value: Value<'_>) -> Told {
        match value {
            Value::Integer(number) => Told::Number(number),
            Value::Counter32(number) | Value::Unsigned32(number) => Told::Number(i64::from(number)),
            Value::Counter64(number) => i64::try_from(number).map_or(Told::Nothing, Told::Number),
            Value::OctetString(text) => Told::Text(String::from_utf8_lossy(text).trim().to_owned()),
            _ => Told::Nothing,
        }
    }
}

impl Told {
    /// As a number. Some firmware writes numbers in words.
    pub fn number(&self) -> Option<i64> {
        match self {
            Told::Number(number) => Some(*number),
            Told::Text(text) => text.parse().ok(),
            Told::Nothing => None,
        }
    }
}

/// Asks, and once more where nothing was heard. A session is thrown away after whatever went wrong: a late
/// answer would be taken for the next one.
pub async fn talk(
    olt: &Olt,
    session: &mut Option<Session>,
    oids: &[Oid],
) -> Result<Vec<(Oid, Told)>, SnmpError> {
    let mut heard = Err(SnmpError::Silent);
    for _ in 0..TRIES {
        let kept = session.take();
        let is_old = kept.is_some();
        let open = match kept {
            Some(open) => Ok(open),
            None => Session::open(olt).await,
        };
        heard = match open {
            Ok(mut open) => {
                let told = open.ask(oids).await;
                if told.is_ok() {
                    *session = Some(open);
                    return told;
                }
                told
            }
            Err(error) => Err(error),
        };
        // An agent that was started anew refuses an old session of v3.
        if !is_old && !matches!(heard, Err(SnmpError::Silent)) {
            return heard;
        }
    }
    heard
}

/// What an agent says it is.
pub async fn description(olt: &Olt) -> Result<String, SnmpError> {
    let told = talk(olt, &mut None, &[SYS_DESCR.to_vec()]).await?;
    Ok(match told.into_iter().next() {
        Some((_, Told::Text(text))) => text,
        _ => String::new(),
    })
}

fn security(credentials: &Credentials) -> v3::Security {
    let Credentials::User { name, digest, password, privacy } = credentials else {
        return v3::Security::new(b"", b"");
    };
    let digest = match digest {
        Digest::Sha1 => v3::AuthProtocol::Sha1,
        Digest::Sha256 => v3::AuthProtocol::Sha256,
    };
    let auth = match privacy {
        None => v3::Auth::AuthNoPriv,
        Some(privacy) => {
            v3::Auth::AuthPriv { cipher: v3::Cipher::Aes128, privacy_password: privacy.as_bytes().to_vec() }
        }
    };
    v3::Security::new(name.as_bytes(), password.as_bytes()).with_auth_protocol(digest).with_auth(auth)
}

/// What an error of the session says to us.
fn read(error: Error) -> SnmpError {
    match error {
        // Nobody listens there.
        Error::Send | Error::Receive => SnmpError::Silent,
        Error::AuthFailure(_) | Error::CommunityMismatch => SnmpError::Refused,
        other => SnmpError::Odd(other.to_string()),
    }
}
