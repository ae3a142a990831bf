package io.picket.rule;

import io.picket.rule.RuleFile.Format;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import io.picket.text.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Gathers what a file holds, table by table, telling apart what each is. */
final class RuleFileBuilder {

    private static final Pattern DAY = Pattern.compile("\\d{4}/(0[1-9]|1[0-2])/(0[1-9]|[12]\\d|3[01])");
    private static final Set<String> RULE_SIGNS = Set.of("rule_id", "risk_score", "severity", "query");

    private final SourceText source;
    private final ProblemList problems;
    private final List<Read<Rule>> rules = new ArrayList<>();
    private final Map<String, Rule> byId = new HashMap<>();
    private final Map<String, ExceptionList> lists = new LinkedHashMap<>();
    private final Map<String, List<ExceptionItem>> items = new LinkedHashMap<>();
    private int itemsSeen;
    private int listsSeen;

    RuleFileBuilder(SourceText source) {
        this.source = source;
        this.problems = new ProblemList(source);
    }

    ProblemList problems() {
        return problems;
    }

    RuleFile build(Format format, Map<String, Object> metadata) {
        List<ExceptionList> complete = new ArrayList<>();
        lists.forEach((id, list) -> complete.add(list.withItems(items.getOrDefault(id, List.of()))));
        items.forEach((id, orphans) -> {
            if (!lists.containsKey(id)) {
                complete.add(new ExceptionList(
                        id,
                        id,
                        "detection",
                        "single",
                        List.of(),
                        orphans,
                        orphans.getFirst().place()));
            }
        });
        return new RuleFile(source.name(), format, metadata, rules, complete, problems.all());
    }

    /** One JSON value: the whole text, or one line of it. */
    void json(Span stretch) {
        Read<Node> read = JsonReader.read(source, stretch);
        switch (read) {
            case Read.Ok<Node>(Node node, List<Problem> doubts) -> {
                problems.addAll(doubts);
                object(node);
            }
            case Read.Failed<Node>(List<Problem> reasons) -> problems.addAll(reasons);
        }
    }

    /** One object of a JSON file or export, known by its keys. */
    void object(Node node) {
        if (!(node instanceof Node.Table table)) {
            problems.error("RULE-003", node.span(), "Expected a rule, but this is " + node.kind() + ".", "");
            return;
        }
        KeyReader keys = new KeyReader(problems, table, "");
        String type = table.get("type") instanceof Node.Text text ? text.value() : "";
        if (table.members().keySet().stream().anyMatch(key -> key.startsWith("exported_"))) {
            ExportDetails.compare(keys, rules.size(), listsSeen, itemsSeen);
        } else if (table.get("attributes") instanceof Node.Table attributes && type.equals("security-rule")) {
            addOfApi(attributes);
        } else if (table.get("attributes") instanceof Node.Table) {
            problems.note(
                    "RULE-034",
                    table.span(),
                    "This is a saved object of type '" + type + "', which rules do not need.");
        } else if (keys.has("item_id") || keys.has("list_id") && keys.has("entries")) {
            item(keys, keys.text("list_id", ""));
        } else if (keys.has("list_id")) {
            list(ExceptionReader.list(keys, List.of()));
        } else if (RuleType.of(type).isPresent() || RULE_SIGNS.stream().anyMatch(keys::has)) {
            addOfApi(table);
        } else {
            problems.error(
                    "RULE-003",
                    table.span(),
                    "This is no rule, no exception list and nothing else that Kibana exports with rules.",
                    "A rule has at least type, rule_id, name, risk_score and severity.");
        }
    }

    /** A file of the rule repository. */
    void toml(Node.Table file) {
        KeyReader keys = new KeyReader(problems, file, "");
        KeyReader metadata = keys.inner("metadata");
        KeyReader rule = keys.inner("rule");
        if (rule != null) {
            keys.allow(Set.of("metadata", "rule", "transform"));
            KeyReader transform = keys.inner("transform");
            add(RuleTableReader.ofRepository(source, rule.table(), transform == null ? null : transform.table()));
            if (metadata != null) {
                ruleMetadata(metadata);
            }
        } else if (keys.has("exceptions")) {
            keys.allow(Set.of("metadata", "exceptions"));
            exceptions(keys, metadata);
        } else if (keys.has("actions")) {
            problems.note("RULE-030", keys.spanOf("actions"), "Actions are understood, but not executed.");
        } else {
            problems.error(
                    "RULE-003",
                    Span.at(0),
                    "There is no [rule] table in this file.",
                    "A rule file has the tables [metadata] and [rule].");
        }
    }

    private void ruleMetadata(KeyReader metadata) {
        metadata.allow(RuleKeys.METADATA);
        metadata.oneOrMoreTexts("integration");
        for (String key : List.of("creation_date", "updated_date", "deprecation_date")) {
            String date = metadata.text(key);
            if (date != null && !DAY.matcher(date).matches()) {
                problems.warning(
                        "RULE-017",
                        metadata.valueSpan(key),
                        "'metadata." + key + "' must be a date such as 2026/01/31, not '" + KeyReader.shortened(date)
                                + "'.",
                        "");
            }
        }
        String maturity =
                metadata.word("maturity", List.of("development", "experimental", "beta", "production", "deprecated"));
        if ("deprecated".equals(maturity)) {
            String reason = metadata.text("deprecated_reason", "");
            problems.note(
                    "RULE-035",
                    metadata.valueSpan("maturity"),
                    "This rule is deprecated" + (reason.isEmpty() ? "." : ": " + reason));
        }
    }

    private void exceptions(KeyReader keys, @org.jspecify.annotations.Nullable KeyReader metadata) {
        List<String> ruleIds = metadata == null ? List.of() : metadata.texts("rule_ids");
        if (metadata != null) {
            metadata.allow(
                    RuleKeys.join(RuleKeys.METADATA, Set.of("list_name", "rule_ids", "rule_names", "schema_version")));
        }
        for (KeyReader exception : keys.inners("exceptions")) {
            exception.allow(Set.of("container", "items"));
            exception.required("container");
            KeyReader container = exception.inner("container");
            if (container != null) {
                ExceptionList list = ExceptionReader.list(container, ruleIds);
                list(list);
                exception.inners("items").forEach(item -> item(item, list.listId()));
            }
        }
    }

    private void addOfApi(Node.Table table) {
        add(
                table.span().end() - table.span().start() > RuleReader.RULE_CHARS_MAX
                        ? Read.failed(Problem.error(
                                "RULE-002",
                                "The rule is longer than " + RuleReader.RULE_CHARS_MAX + " characters.",
                                "Put long lists of values into a value list.",
                                source.place(table.span())))
                        : RuleTableReader.ofApi(source, table));
    }

    private void add(Read<Rule> read) {
        if (read instanceof Read.Ok<Rule>(Rule rule, List<Problem> doubts)) {
            Rule earlier = byId.putIfAbsent(rule.ruleId(), rule);
            if (earlier != null) {
                rules.add(Read.failed(Problem.error(
                        "RULE-032",
                        "The rule_id '" + rule.ruleId() + "' is that of the rule at " + earlier.place() + " as well.",
                        "Give one of them a new id.",
                        rule.place())));
                return;
            }
        }
        rules.add(read);
    }

    private void list(ExceptionList list) {
        listsSeen++;
        if (lists.putIfAbsent(list.listId(), list) != null) {
            problems.addAll(List.of(Problem.error(
                    "EXC-005",
                    "The exception list '" + list.listId() + "' is in this file twice.",
                    "Give one of them a new list_id.",
                    list.place())));
        }
    }

    private void item(KeyReader keys, String listId) {
        itemsSeen++;
        ExceptionItem item = ExceptionReader.item(keys, listId);
        if (item != null) {
            items.computeIfAbsent(item.listId(), id -> new ArrayList<>()).add(item);
        }
    }
}
