;; Reads the clock while it should only say what it is.
(component
  (import "balcao:desk/call@0.1.0" (instance $call (export "now" (func (result s64)))))
  (alias export $call "now" (func $now))
  (core func $now' (canon lower (func $now)))
  (core module $m
    (import "call" "now" (func $now (result i64)))
    (func (export "describe") (drop (call $now))))
  (core instance $i (instantiate $m (with "call" (instance (export "now" (func $now'))))))
  (func $describe (canon lift (core func $i "describe")))
  (instance $plugin (export "describe" (func $describe)))
  (export "balcao:desk/plugin@0.1.0" (instance $plugin)))
