// The billing history once more, as a plugin of a platform in Node would have it: JSON in, JSON out.
(function history(json) {
  const desk = JSON.parse(json);

  function metrics({ open, overdue, amount, today }) {
    const warning = (there, tone) => (there ? tone : "Neutral");
    const metrics = [
      { label: "Em aberto", value: { Integer: open }, tone: warning(open > 0, "Info") },
      { label: "Total em aberto", value: { Money: amount }, tone: warning(open > 0, "Info") },
      { label: "Vencidas", value: { Integer: overdue }, tone: warning(overdue > 0, "Danger") },
    ];
    if (today !== amount) {
      metrics.push({ label: "Total hoje, com multa e juros", value: { Money: today }, tone: "Danger" });
    }
    return { Metrics: metrics };
  }

  function table(caption, invoices, when_empty, row_actions) {
    const columns = [
      ["Número", false],
      ["Contrato", false],
      ["Vencimento", false],
      ["Valor", true],
      ["Hoje", true],
      ["Pagamento", false],
      ["Situação", false],
    ].map(([label, numeric]) => ({ label, numeric }));
    return { Table: { caption, columns, rows: invoices.map(row), when_empty, row_actions } };
  }

  function row(invoice) {
    return {
      key: invoice.id,
      cells: [
        { Text: invoice.number },
        { Text: invoice.contract_label },
        { Date: invoice.due },
        { Money: invoice.amount },
        invoice.state.open ? { Money: invoice.today } : "Absent",
        invoice.paid_on === null ? "Absent" : { Date: invoice.paid_on },
        { Badge: { label: invoice.state.label, tone: invoice.state.tone } },
      ],
      tone: invoice.state.overdue ? "Danger" : "Neutral",
    };
  }

  const open = desk.invoices.filter((invoice) => invoice.state.open);
  const closed = desk.invoices.filter((invoice) => !invoice.state.open);
  const actions = [
    { label: "2ª via", action: "second-copy", field: "invoice" },
    { label: "Reagendar", action: "reschedule", field: "invoice" },
  ];
  return JSON.stringify([
    metrics(desk.totals),
    table("Faturas em aberto", open, "Nenhuma fatura em aberto.", actions),
    table("Faturas encerradas", closed, "Nenhuma fatura encerrada.", []),
    { Open: { label: "Só o resumo", answers: [] } },
  ]);
});
