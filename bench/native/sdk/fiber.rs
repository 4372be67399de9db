//! A plugin's call on a stack of its own: where it asks for something that takes time, the stack is
//! left and the task waits, as wasmtime does it for a component.

#![allow(unsafe_code, reason = "a stack that goes from thread to thread, within its own task")]

use std::any::Any;
use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::ptr;
use std::sync::Mutex;

use balcao_plugins::native::Call;
use corosensei::stack::DefaultStack;
use corosensei::{Coroutine, CoroutineResult, Yielder};

/// What an import answers, of whatever type.
type Given = Box<dyn Any + Send>;
type Waiting<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What a plugin asks of the host.
enum Asked {
    AtOnce(Box<dyn FnOnce(&mut Call) -> Given + Send>),
    InTime(Box<dyn for<'a> FnOnce(&'a mut Call) -> Waiting<'a, Given> + Send>),
}

type Pause = Yielder<Given, Asked>;

thread_local!(static HERE: Cell<*const Pause> = const { Cell::new(ptr::null()) });

/// Stacks of calls that ended, for those to come: making one takes longer than a call.
static STACKS: Mutex<Vec<DefaultStack>> = Mutex::new(Vec::new());

struct Fiber<R>(Coroutine<Given, Asked, R, DefaultStack>);

// SAFETY: what a plugin has on its stack are the SDK's and its own values, all of them `Send`; it
// knows of no thread. Only the task that owns the fiber resumes it.
unsafe impl<R: Send> Send for Fiber<R> {}

/// Runs a plugin's function over a call of the host.
pub(crate) async fn run<R: Send + 'static>(mut call: Call, guest: impl FnOnce() -> R + Send + 'static) -> R {
    let kept = STACKS.lock().expect("no panic").pop();
    let stack = kept.unwrap_or_else(|| DefaultStack::new(256 * 1024).expect("address space"));
    let mut fiber = Fiber(Coroutine::with_stack(stack, move |pause: &Pause, _| {
        stand(pause);
        guest()
    }));
    let mut answer: Given = Box::new(());
    loop {
        match resume(&mut fiber, answer) {
            CoroutineResult::Yield(Asked::AtOnce(ask)) => answer = ask(&mut call),
            CoroutineResult::Yield(Asked::InTime(ask)) => answer = ask(&mut call).await,
            CoroutineResult::Return(result) => {
                STACKS.lock().expect("no panic").push(fiber.0.into_stack());
                return result;
            }
        }
    }
}

/// Not in the task's own frame, where it would be kept while the task waits.
fn resume<R>(fiber: &mut Fiber<R>, answer: Given) -> CoroutineResult<Asked, R> {
    fiber.0.resume(answer)
}

/// Calls an import that answers at once.
pub(crate) fn ask<T: Send + 'static>(
    ask: impl FnOnce(&mut Call) -> wasmtime::Result<T> + Send + 'static,
) -> T {
    answered(pause(Asked::AtOnce(Box::new(|call| Box::new(ask(call))))))
}

/// Calls an import that takes time.
pub(crate) fn wait<T: Send + 'static>(
    ask: impl for<'a> FnOnce(&'a mut Call) -> Waiting<'a, wasmtime::Result<T>> + Send + 'static,
) -> T {
    answered(pause(Asked::InTime(Box::new(|call| {
        let answer = ask(call);
        Box::pin(async move { Box::new(answer.await) as Given })
    }))))
}

/// A trap ends a component's call; here it is a fault of the bench, which runs no hostile plugin.
fn answered<T: 'static>(given: Given) -> T {
    let answer = given.downcast::<wasmtime::Result<T>>().expect("the answer to what was asked");
    answer.unwrap_or_else(|trap| panic!("a native plugin was ended by the host: {trap:#}"))
}

fn pause(asked: Asked) -> Given {
    let here = here();
    assert!(!here.is_null(), "imports are there only within `run`");
    // SAFETY: it was put there by the fiber that runs on this thread now, which lives on this stack.
    let answer = unsafe { &*here }.suspend(asked);
    // Perhaps on another thread than before.
    stand(here);
    answer
}

// Not inlined, so that no thread's own place is remembered across a change of threads.
#[inline(never)]
fn stand(here: *const Pause) {
    HERE.set(here);
}

#[inline(never)]
fn here() -> *const Pause {
    HERE.get()
}
