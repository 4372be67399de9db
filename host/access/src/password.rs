//! Which passwords are taken, and their hashes: argon2id at OWASP's floor of 19 MiB, 2 passes, 1 lane;
//! some 30 ms of a core.
//!
//! Length, and none that everybody tries first (ASVS 5.0, 6.2.1 and 6.2.4); nothing of digits and signs
//! that must be among them, for that makes passwords that are written down (6.2.5). A page and the command
//! line ask the same [`check`].

use std::sync::Arc;

use argon2::password_hash::phc;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::AccessError;

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// The fewest characters of a password (ASVS 6.2.1).
const SHORTEST: usize = 8;
/// The most bytes that are hashed.
const LONGEST: usize = 1024;

/// The passwords that are tried first everywhere, and in Brazil: a line each, in lower case. From the
/// frequency list of zxcvbn (MIT), of at least [`SHORTEST`] characters.
const COMMON: &str = include_str!("common_passwords.txt");

/// Letters and digits that nobody takes for one another.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordProblem {
    /// Fewer than 8 characters.
    #[error("a password has at least 8 characters")]
    TooShort,
    /// More than 1,024 bytes.
    #[error("a password has at most 1,024 bytes")]
    TooLong,
    /// It is one of those that are tried first.
    #[error("this password is among those that are tried first")]
    Common,
    /// It is the login, or little more.
    #[error("a password is more than the login")]
    Login,
    /// It is the one that is to be changed.
    #[error("the new password is the old one")]
    Same,
}

/// Whether a user of this login may have this password.
pub fn check(login: &str, password: &str) -> Result<(), PasswordProblem> {
    if password.chars().count() < SHORTEST {
        return Err(PasswordProblem::TooShort);
    }
    if password.len() > LONGEST {
        return Err(PasswordProblem::TooLong);
    }
    let lower = password.to_lowercase();
    if COMMON.lines().any(|common| common == lower) {
        return Err(PasswordProblem::Common);
    }
    let login = login.trim().to_lowercase();
    if login.len() > 2 && lower.replace(&login, "").chars().count() < 4 {
        return Err(PasswordProblem::Login);
    }
    Ok(())
}

/// A password of 80 random bits, as somebody reads it out and types it.
pub fn random() -> String {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits).expect("the system has random numbers");
    let letters: Vec<char> = bits.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
    letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join("-")
}

/// How many hash at once: each takes a core and 19 MiB, and the desk must stay quick meanwhile.
static GATE: Semaphore = Semaphore::const_new(2);

/// What is compared when there is no such user, so that the answer takes as long. Of no password.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm8gb25lJ3Mgb3duIHNhbHQ$bm8gcGFzc3dvcmQgaGFzaGVzIHRvIHRoaXMgdGV4dC4";

/// The hash of a password, made before a transaction begins because it takes a while.
#[derive(Clone)]
pub struct PasswordHash(pub(crate) String);

impl PasswordHash {
    /// Hashes a password that [`check`] takes, for no login in particular: the demonstration's users have
    /// one for all.
    pub async fn of(password: &str) -> Result<PasswordHash, AccessError> {
        PasswordHash::for_login("", password).await
    }

    /// Hashes a password that [`check`] takes for this login.
    pub async fn for_login(login: &str, password: &str) -> Result<PasswordHash, AccessError> {
        check(login, password)?;
        Turn::wait().await.hash(password).await
    }
}

/// The right to hash now. The thread that hashes holds it too: it can't be stopped, so the turn goes
/// on to the next only when it has ended, whether or not anybody still waits for it.
#[derive(Clone)]
pub(crate) struct Turn(#[expect(dead_code, reason = "held, not read")] Arc<SemaphorePermit<'static>>);

impl Turn {
    pub(crate) async fn wait() -> Turn {
        Turn(Arc::new(GATE.acquire().await.expect("the gate is never closed")))
    }

    /// Whether it is the password of that hash. Without a hash it takes as long, and is not.
    pub(crate) async fn is_right(&self, hash: Option<String>, password: &str) -> bool {
        if password.len() > LONGEST {
            return false;
        }
        let password = password.to_owned();
        self.on_a_thread(move || {
            let known = hash.is_some();
            let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
            let same = phc::PasswordHash::new(&hash)
                .is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok());
            same && known
        })
        .await
    }

    pub(crate) async fn hash(&self, password: &str) -> Result<PasswordHash, AccessError> {
        let password = password.to_owned();
        self.on_a_thread(move || argon2().hash_password(password.as_bytes()).map(|hash| hash.to_string()))
            .await
            .map(PasswordHash)
            .map_err(|_| AccessError::Invalid("this password can't be hashed"))
    }

    async fn on_a_thread<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let turn = self.clone();
        let work = move || {
            let _held = turn;
            work()
        };
        match tokio::task::spawn_blocking(work).await {
            Ok(value) => value,
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }
}

/// Whether a hash was made with other parameters than today's.
pub(crate) fn is_outdated(hash: &str) -> bool {
    let today = Params::new(MEMORY_KIB, PASSES, LANES, None);
    let Ok(hash) = phc::PasswordHash::new(hash) else { return true };
    let same = Params::try_from(&hash).is_ok_and(|params| {
        today.is_ok_and(|today| {
            (params.m_cost(), params.t_cost(), params.p_cost())
                == (today.m_cost(), today.t_cost(), today.p_cost())
        })
    });
    !same || hash.algorithm != Algorithm::Argon2id.ident()
}

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).expect("within argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_nobody_takes_as_long_as_that_of_somebody() {
        assert!(!is_outdated(NOBODY));
    }

    #[tokio::test]
    async fn a_password_is_right_only_for_its_own_hash() {
        let hash = PasswordHash::of("correct horse").await.unwrap().0;
        let turn = Turn::wait().await;
        assert!(turn.is_right(Some(hash.clone()), "correct horse").await);
        assert!(!turn.is_right(Some(hash.clone()), "correct horsE").await);
        assert!(!turn.is_right(None, "correct horse").await);
        assert!(!turn.is_right(Some("damaged".into()), "correct horse").await);
        assert!(!is_outdated(&hash));
    }

    #[test]
    fn a_hash_of_other_parameters_is_outdated() {
        assert!(is_outdated(&NOBODY.replace("m=19456", "m=9216")));
        assert!(is_outdated(&NOBODY.replace("argon2id", "argon2i")));
        assert!(is_outdated("damaged"));
    }

    #[test]
    fn a_password_is_long_enough_and_none_that_everybody_tries() {
        use PasswordProblem::{Common, Login, TooLong, TooShort};
        for (login, password, expected) in [
            ("", "seven77", Err(TooShort)),
            ("", "éèçãõóú", Err(TooShort)),
            ("", "éèçãõóúí", Ok(())),
            ("", &*"x".repeat(1024), Ok(())),
            ("", &"x".repeat(1025), Err(TooLong)),
            ("", "12345678", Err(Common)),
            ("", "PassWord", Err(Common)),
            ("", "Mudar@123", Err(Common)),
            ("", "somente letras", Ok(())),
            ("ana.souza", "Ana.Souza", Err(Login)),
            ("Ana.Souza", "ana.souza123", Err(Login)),
            ("ana.souza", "ana.souza no balcão", Ok(())),
            ("an", "anananan", Ok(())),
        ] {
            assert_eq!(check(login, password), expected, "{login} {password}");
        }
    }

    #[test]
    fn the_list_holds_what_could_be_typed() {
        assert!(COMMON.lines().count() > 3_000);
        assert!(COMMON.lines().all(|line| line.chars().count() >= SHORTEST && line == line.to_lowercase()));
    }

    #[test]
    fn a_password_of_the_desk_is_taken_and_never_the_same() {
        let made = random();
        assert_eq!((made.len(), made.matches('-').count()), (19, 3));
        assert_eq!(check("ana", &made), Ok(()));
        assert_ne!(made, random());
    }
}
