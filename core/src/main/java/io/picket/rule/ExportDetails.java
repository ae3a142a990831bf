package io.picket.rule;

import java.util.List;

/** The last line of a Kibana export, which counts what stands before it and names what could not be exported. */
final class ExportDetails {

    private ExportDetails() {}

    static void compare(KeyReader details, int rules, int lists, int items) {
        // Before exceptions could be exported there was one count, of rules.
        String rulesKey = details.has("exported_rules_count") || details.has("exported_exception_list_count")
                ? "exported_rules_count"
                : "exported_count";
        compare(details, rulesKey, rules, "rules");
        compare(details, "exported_exception_list_count", lists, "exception lists");
        compare(details, "exported_exception_list_item_count", items, "exception items");
        missing(details, "missing_rules", "rules");
        missing(details, "missing_exception_lists", "exception lists");
        missing(details, "missing_exception_list_items", "exception items");
        missing(details, "missing_action_connections", "connectors");
    }

    private static void compare(KeyReader details, String key, int found, String what) {
        long said = details.whole(key, 0, Long.MAX_VALUE, found);
        if (said != found) {
            details.problems()
                    .warning(
                            "RULE-033",
                            details.valueSpan(key),
                            "The export says it holds " + said + " " + what + ", but " + found + " were found.",
                            "Export again; the file may be cut off.");
        }
    }

    private static void missing(KeyReader details, String key, String what) {
        if (details.table().get(key) instanceof Node.Items items
                && !items.items().isEmpty()) {
            List<String> named = items.items().stream()
                    .limit(5)
                    .map(item -> KeyReader.shortened(String.valueOf(item.plain())))
                    .toList();
            details.problems()
                    .warning(
                            "RULE-033",
                            details.spanOf(key),
                            "Kibana could not export " + items.items().size() + " " + what + ": "
                                    + String.join(", ", named) + ".",
                            "");
        }
    }
}
