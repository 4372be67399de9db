//! The words that the demonstration's data is made of.

/// First names of women, the frequent ones first.
pub const WOMEN: &[&str] = &[
    "Maria", "Ana", "Francisca", "Antônia", "Adriana", "Juliana", "Márcia", "Fernanda", "Patrícia", "Aline",
    "Sandra", "Camila", "Amanda", "Bruna", "Jéssica", "Letícia", "Júlia", "Luciana", "Vanessa", "Mariana",
    "Gabriela", "Vera", "Vitória", "Larissa", "Cláudia", "Beatriz", "Luana", "Rita", "Sônia", "Renata",
    "Eliane", "Josefa", "Simone", "Natália", "Cristiane", "Carla", "Débora", "Rosângela", "Jaqueline", "Rosa",
    "Daniela", "Aparecida", "Marlene", "Terezinha", "Raimunda", "Andréia", "Fabiana", "Lúcia", "Raquel",
    "Ângela", "Rafaela", "Joana", "Luzia", "Elaine", "Daniele", "Janaína", "Tânia", "Inês", "Célia", "Íris",
];

/// First names of men, the frequent ones first.
pub const MEN: &[&str] = &[
    "José", "João", "Antônio", "Francisco", "Carlos", "Paulo", "Pedro", "Lucas", "Luiz", "Marcos", "Luís",
    "Gabriel", "Rafael", "Daniel", "Marcelo", "Bruno", "Eduardo", "Felipe", "Raimundo", "Rodrigo", "Manoel",
    "Mateus", "André", "Fernando", "Fábio", "Leonardo", "Gustavo", "Guilherme", "Leandro", "Tiago",
    "Anderson", "Ricardo", "Márcio", "Jorge", "Sebastião", "Alexandre", "Roberto", "Edson", "Diego", "Vítor",
    "Sérgio", "Cláudio", "Matheus", "Júlio", "Vinícius", "César", "Flávio", "Geraldo", "Adriano", "Luciano",
    "Júnior", "Renato", "Alex", "Vanderlei", "Otávio", "Ézio", "Ângelo", "Valdir", "Mário", "Cauã",
];

/// Second first names.
pub const SECOND: &[&str] = &[
    "Eduarda", "Clara", "Aparecida", "Luísa", "Helena", "Regina", "Cristina", "Lúcia", "Carlos", "Henrique",
    "Augusto", "César", "Roberto", "Antônio", "Batista", "Miguel",
];

/// Family names, the frequent ones first.
pub const FAMILIES: &[&str] = &[
    "Silva", "Santos", "Oliveira", "Souza", "Rodrigues", "Ferreira", "Alves", "Pereira", "Lima", "Gomes",
    "Costa", "Ribeiro", "Martins", "Carvalho", "Almeida", "Lopes", "Soares", "Fernandes", "Vieira", "Barbosa",
    "Rocha", "Dias", "Nascimento", "Andrade", "Moreira", "Nunes", "Marques", "Machado", "Mendes", "Freitas",
    "Cardoso", "Ramos", "Gonçalves", "Santana", "Teixeira", "Araújo", "Pinto", "Moura", "Cavalcanti",
    "Monteiro", "Moraes", "Correia", "Borges", "Batista", "Campos", "Farias", "Schmidt", "Becker", "Zanella",
    "Bortolini", "Müller", "Magalhães", "Assunção", "Conceição", "Guimarães", "Simões", "Brandão", "Leão",
    "D'Ávila", "Peçanha", "Vargas", "Fagundes", "Kowalski", "Nakamura", "Hoffmann", "Rossi",
];

/// What stands between names, empty for most.
pub const PARTICLES: &[&str] = &["", "", "", "", "da", "de", "dos", "do"];

/// What companies do.
pub const TRADES: &[&str] = &[
    "Comércio de Alimentos", "Materiais de Construção", "Transportes", "Contabilidade", "Odontologia",
    "Serviços Automotivos", "Confecções", "Agropecuária", "Distribuidora de Bebidas", "Marcenaria",
    "Clínica Veterinária", "Engenharia", "Papelaria", "Calçados", "Escola de Idiomas", "Hotelaria",
];

/// What stands over their doors.
pub const SHOPS: &[&str] = &[
    "Padaria", "Mercado", "Ferragem", "Oficina", "Farmácia", "Clínica", "Pousada", "Livraria", "Açougue",
    "Restaurante", "Ótica", "Lavanderia", "Floricultura", "Academia",
];

/// Towns with their federative unit and area code (DDD), the big ones first.
pub const TOWNS: &[(&str, &str, &str)] = &[
    ("Canoas", "RS", "51"), ("Caxias do Sul", "RS", "54"), ("Gravataí", "RS", "51"),
    ("Novo Hamburgo", "RS", "51"), ("São Leopoldo", "RS", "51"), ("Bento Gonçalves", "RS", "54"),
    ("Santa Cruz do Sul", "RS", "51"), ("Erechim", "RS", "54"), ("Farroupilha", "RS", "54"),
    ("Garibaldi", "RS", "54"), ("Taquara", "RS", "51"), ("Ijuí", "RS", "55"), ("Pelotas", "RS", "53"),
    ("Criciúma", "SC", "48"), ("Chapecó", "SC", "49"), ("Nova Petrópolis", "RS", "54"),
    ("São Francisco de Paula", "RS", "54"), ("Três Coroas", "RS", "51"),
];

/// Streets.
pub const STREETS: &[&str] = &[
    "Rua das Acácias", "Rua Sete de Setembro", "Avenida Getúlio Vargas", "Rua Bento Gonçalves",
    "Rua Júlio de Castilhos", "Avenida Brasil", "Rua Quinze de Novembro", "Rua Marechal Floriano",
    "Travessa São José", "Rua dos Imigrantes", "Rua Padre Anchieta", "Estrada da Serra", "Rua Ipê-Amarelo",
    "Avenida Independência", "Rua Tiradentes", "Rua Dom Pedro II",
];

/// Plans of homes with their price in centavos, the frequent ones first.
pub const HOME_PLANS: &[(&str, i64)] = &[
    ("Fibra 500 Mega", 9_990), ("Fibra 300 Mega", 8_990), ("Fibra 700 Mega", 11_990), ("Fibra 1 Giga", 14_990),
    ("Fibra 700 Mega + TV", 15_990), ("Rádio Rural 20 Mega", 12_990),
];

/// Plans of companies.
pub const BUSINESS_PLANS: &[(&str, i64)] = &[
    ("Empresarial 500 Mega IP fixo", 24_990), ("Empresarial 1 Giga IP fixo", 34_990),
    ("Link dedicado 100 Mega", 89_000), ("Link dedicado 300 Mega", 169_000),
];

/// What was written in a request of a type: of the customer's wish, and of how it ended.
pub const STORIES: &[(&str, &str, &str)] = &[
    ("second-copy", "Cliente não recebeu a fatura e pede a 2ª via.", "2ª via enviada por WhatsApp."),
    ("billing-question", "Cliente pergunta por que o valor da fatura mudou.", "Reajuste anual explicado; cliente ciente."),
    ("negotiation", "Cliente quer pagar as faturas em atraso em duas vezes.", "Acordo feito, com entrada para esta semana."),
    ("no-connection", "Sem conexão desde cedo; luz vermelha na ONU.", "Conector limpo pelo técnico, sinal normalizado."),
    ("slow-connection", "Lentidão à noite, principalmente no Wi-Fi.", "Canal do Wi-Fi alterado; teste no cabo chega ao contratado."),
    ("change-of-plan", "Cliente quer saber preços de um plano mais rápido.", "Plano alterado a partir do próximo vencimento."),
    ("change-of-address", "Cliente vai se mudar e quer levar a internet.", "Viabilidade confirmada; mudança feita pelo técnico."),
    ("cancellation", "Cliente quer cancelar por causa do preço.", "Oferta de retenção aceita; contrato mantido."),
    ("information", "Cliente pergunta o horário da loja.", "Horário informado."),
];
