package io.picket.condition;

import java.util.List;

/**
 * A rule's index patterns: {@code *} is any run of characters, a leading {@code -} takes away, a name before a colon
 * (a remote cluster) is ignored. Backing names of data streams ({@code .ds-NAME-2026.01.31-000001}) are known by the
 * stream's name as well, and those of alerts ({@code .internal.alerts-NAME-000001}) by {@code .alerts-NAME}. Indices of
 * alerts are hidden: only patterns that begin with a dot reach them.
 */
public record IndexPatterns(List<String> patterns) {

    public static final IndexPatterns ALL = new IndexPatterns(List.of("*"));

    public IndexPatterns {
        patterns = List.copyOf(patterns);
    }

    /** Whether events of an index or data stream of this name are offered to the rule. */
    public boolean matches(String index) {
        String stream = streamOf(index);
        boolean hidden = stream.startsWith(".alerts-");
        boolean included = false;
        for (String pattern : patterns) {
            boolean minus = pattern.startsWith("-");
            String name = minus ? pattern.substring(1) : pattern;
            name = name.substring(name.indexOf(':') + 1);
            if (hidden && !name.startsWith(".")) {
                continue;
            }
            WildcardPattern wildcard = WildcardPattern.stars(name);
            boolean hit = wildcard.matches(index, Case.SENSITIVE)
                    || !stream.equals(index) && wildcard.matches(stream, Case.SENSITIVE);
            if (hit) {
                included = !minus;
            }
        }
        return included;
    }

    /** Whether they name only indices that begin with a dot, such as those of alerts: what says nothing of itself is not in these. */
    public boolean areHidden() {
        return patterns.stream().allMatch(pattern -> pattern.startsWith("."));
    }

    private static String streamOf(String index) {
        String name = index.substring(index.indexOf(':') + 1);
        if (name.startsWith(".internal.alerts-")) {
            return name.substring(".internal".length()).replaceFirst("-\\d{6}$", "");
        }
        if (!name.startsWith(".ds-")) {
            return name;
        }
        return name.substring(4).replaceFirst("-\\d{4}\\.\\d{2}\\.\\d{2}-\\d{6}$", "");
    }
}
