;; Grows a table until it can't, then breaks off.
(component
  (core module $m
    (table $t 1 funcref)
    (func (export "describe")
      (loop
        (br_if 0 (i32.ne (table.grow $t (ref.null func) (i32.const 1000)) (i32.const -1))))
      unreachable))
  (core instance $i (instantiate $m))
  (func $describe (canon lift (core func $i "describe")))
  (instance $plugin (export "describe" (func $describe)))
  (export "balcao:desk/plugin@0.1.0" (instance $plugin)))
