;; Never gets as far as being called.
(component
  (core module $m
    (func $start (loop (br 0)))
    (func (export "describe"))
    (start $start))
  (core instance $i (instantiate $m))
  (func $describe (canon lift (core func $i "describe")))
  (instance $plugin (export "describe" (func $describe)))
  (export "balcao:desk/plugin@0.1.0" (instance $plugin)))
