package io.picket.kql;

import io.picket.kql.KqlTree.And;
import io.picket.kql.KqlTree.Compare;
import io.picket.kql.KqlTree.Everything;
import io.picket.kql.KqlTree.Is;
import io.picket.kql.KqlTree.Nested;
import io.picket.kql.KqlTree.Not;
import io.picket.kql.KqlTree.Or;
import io.picket.kql.KqlTree.Word;
import io.picket.text.Problem;
import io.picket.text.SourceText;
import io.picket.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Warnings about queries that parse but hardly say what their author meant. */
final class Doubts {

    private static final int DOUBTS_MAX = 20;

    /** Longer texts are not looked into, so that no pattern below can take long. */
    private static final int WORD_CHARS_MAX = 300;

    private static final Pattern SIGN = Pattern.compile("^([\\w@.-]+)\\s*(==|!=|=~|=)\\s*\\S");
    private static final Pattern LUCENE_SIGN = Pattern.compile("(^|\\s)[+!-][\\w@.]+\\S*|&&|\\|\\|");
    private static final Pattern LUCENE_RANGE = Pattern.compile("[\\[{].* TO .*[]}]");
    private static final Pattern LUCENE_REGEX = Pattern.compile("/.*[\\[|+?^$].*/|/.*\\.\\*.*/");
    private static final Pattern LAST_KEYWORD = Pattern.compile("\\s(and|or|not)$", Pattern.CASE_INSENSITIVE);
    private static final Pattern SILENT_ESCAPE = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\\\[trn]");

    private final SourceText source;
    private final List<Problem> problems = new ArrayList<>();

    private Doubts(SourceText source) {
        this.source = source;
    }

    static List<Problem> about(KqlTree tree, SourceText source) {
        Doubts doubts = new Doubts(source);
        String language = Mistakes.otherLanguage(source.text());
        if (language != null) {
            doubts.warn(
                    "KQL-208",
                    tree.span(),
                    "This reads as " + language + ", not as KQL.",
                    "Set the language to match the query.");
        } else {
            doubts.visit(tree, false);
        }
        return doubts.problems;
    }

    private void visit(KqlTree tree, boolean besideField) {
        switch (tree) {
            case Everything everything -> {}
            case And(var parts, var span) -> visitAll(parts);
            case Or(var parts, var span) -> visitAll(parts);
            case Not(var part, var span) -> visit(part, besideField);
            case Nested(var path, var part, var span) -> visit(part, false);
            case Compare compare -> value(compare.value());
            case Is is -> {
                field(is.field());
                if (is.field() == null) {
                    alone(is, besideField);
                } else {
                    value(is.value());
                }
            }
        }
    }

    private void visitAll(List<KqlTree> parts) {
        boolean field = parts.stream().anyMatch(part -> part instanceof Is is && is.field() != null);
        parts.forEach(part -> visit(part, field));
    }

    private void field(@Nullable Word field) {
        if (field != null && !field.quoted() && field.text().equals("_exists_")) {
            warn(
                    "KQL-206",
                    field.span(),
                    "'_exists_' is Lucene's; in KQL it is the name of a field.",
                    "Write name: * for an event that has the field.");
        }
    }

    private void alone(Is is, boolean besideField) {
        Word word = is.value();
        if (word.text().length() > WORD_CHARS_MAX) {
            return;
        }
        Matcher sign = SIGN.matcher(word.text());
        if (!word.quoted() && sign.find()) {
            boolean denied = sign.group(2).startsWith("!");
            warn(
                    "KQL-202",
                    word.span(),
                    "'" + sign.group(2) + "' is no operator of KQL: this text is searched in every field.",
                    "Write " + (denied ? "not " : "") + sign.group(1) + ": value.");
        } else if (!word.quoted() && LUCENE_SIGN.matcher(word.text()).find()) {
            warn(
                    "KQL-206",
                    word.span(),
                    "'+', '-', '!', '&&' and '||' are Lucene's; in KQL they are part of the text.",
                    "Use and, or and not.");
        } else if (besideField && !word.text().equals("*")) {
            warn(
                    "KQL-201",
                    word.span(),
                    "This value stands without a field and is searched in every field.",
                    "Write field: (a or b) to give one field several values.");
        } else {
            value(word);
        }
    }

    private void value(Word word) {
        String text = word.text();
        if (text.length() > WORD_CHARS_MAX) {
            return;
        }
        if (word.quoted()) {
            if (SILENT_ESCAPE.matcher(written(word)).find()
                    && (text.contains("\\") || text.matches("(?s)[A-Za-z]:[\\t\\r\\n].*"))) {
                warn(
                        "KQL-204",
                        word.span(),
                        "A backslash before t, r or n in quotes makes a tab or a line break, not a path.",
                        "Write \\\\ for each backslash.");
            }
        } else if (text.length() > 1 && text.startsWith("'") && text.endsWith("'")) {
            warn("KQL-203", word.span(), "Single quotes are part of the value in KQL.", "Use double quotes.");
        } else if (LUCENE_RANGE.matcher(text).find()
                || LUCENE_REGEX.matcher(text).matches()) {
            warn(
                    "KQL-206",
                    word.span(),
                    "This is a range or a regular expression of Lucene's; in KQL it is plain text.",
                    "Write field >= a and field <= b, or a value with *.");
        } else if (LAST_KEYWORD.matcher(text).find()) {
            warn(
                    "KQL-207",
                    word.span(),
                    "The keyword at the end is taken as part of the value.",
                    "Finish the condition, or put the value in quotes.");
        } else if (text.indexOf('\n') >= 0 && written(word).indexOf('\n') >= 0) {
            warn(
                    "KQL-211",
                    word.span(),
                    "This value runs over a line break, which is part of it.",
                    "Put 'or' between two values.");
        } else if (text.indexOf('?') >= 0 && text.indexOf('?') < text.length() - 1 && text.indexOf('=') < 0) {
            warn(
                    "KQL-205",
                    word.span(),
                    "'?' stands for itself in KQL, not for any one character.",
                    "Use *, or put the value in quotes if the mark is meant.");
        }
    }

    private String written(Word word) {
        return source.text().substring(word.span().start(), word.span().end());
    }

    private void warn(String code, Span span, String message, String mend) {
        if (problems.size() < DOUBTS_MAX) {
            problems.add(Problem.warning(code, message, mend, source.place(span)));
        }
    }
}
