;; Asks for an interface that no desk offers.
(component
  (import "balcao:vault/secrets@0.1.0" (instance (export "all" (func))))
  (core module $m (func (export "describe")))
  (core instance $i (instantiate $m))
  (func $describe (canon lift (core func $i "describe")))
  (instance $plugin (export "describe" (func $describe)))
  (export "balcao:desk/plugin@0.1.0" (instance $plugin)))
