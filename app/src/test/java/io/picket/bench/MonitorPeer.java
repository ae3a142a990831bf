package io.picket.bench;

import io.picket.condition.Bound;
import io.picket.condition.Condition;
import io.picket.condition.Condition.And;
import io.picket.condition.Condition.Exists;
import io.picket.condition.Condition.In;
import io.picket.condition.Condition.Like;
import io.picket.condition.Condition.Not;
import io.picket.condition.Condition.Or;
import io.picket.condition.Condition.Range;
import io.picket.condition.Field;
import io.picket.condition.FieldType;
import io.picket.condition.Literal;
import io.picket.condition.WildcardPattern;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.Term;
import org.apache.lucene.monitor.Monitor;
import org.apache.lucene.monitor.MonitorQuery;
import org.apache.lucene.monitor.QueryMatch;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.WildcardQuery;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Lucene Monitor with the same rules as far as it can hold them without more than terms, wildcards and numbers: other
 * parts are left out of a rule. Everything is in lower case, so that no rule has to ask twice. Batches of a hundred
 * events, its best case.
 */
final class MonitorPeer implements Closeable {

    private static final int BATCH = 100;
    private static final String PRESENT = "_present";

    private final Monitor monitor;
    private final JsonFactory json = new JsonFactory();

    MonitorPeer(List<Condition> conditions) throws IOException {
        this.monitor = new Monitor(new KeywordAnalyzer());
        List<MonitorQuery> queries = new ArrayList<>();
        for (Condition condition : conditions) {
            queries.add(new MonitorQuery("rule-" + queries.size(), query(condition)));
        }
        monitor.register(queries);
    }

    long matched(byte[] bytes, int[] ends) throws IOException {
        long matches = 0;
        int start = 0;
        List<Document> batch = new ArrayList<>();
        for (int end : ends) {
            batch.add(document(bytes, start, end - start));
            start = end + 1;
            if (batch.size() == BATCH) {
                matches += matched(batch);
            }
        }
        return matches + (batch.isEmpty() ? 0 : matched(batch));
    }

    private long matched(List<Document> batch) throws IOException {
        var found = monitor.match(batch.toArray(Document[]::new), QueryMatch.SIMPLE_MATCHER);
        long matches = 0;
        for (int i = 0; i < batch.size(); i++) {
            matches += found.getMatches(i).size();
        }
        batch.clear();
        return matches;
    }

    @Override
    public void close() throws IOException {
        monitor.close();
    }

    private Document document(byte[] bytes, int from, int length) {
        Document document = new Document();
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), bytes, from, length)) {
            parser.nextToken();
            object(parser, "", document);
        }
        return document;
    }

    private static void object(JsonParser parser, String prefix, Document document) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = prefix + parser.currentName();
            parser.nextToken();
            document.add(new StringField(PRESENT, name, Store.NO));
            value(parser, name, document);
        }
    }

    private static void value(JsonParser parser, String name, Document document) {
        switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, name + ".", document);
            case START_ARRAY -> {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    value(parser, name, document);
                }
            }
            case VALUE_NULL -> {}
            case VALUE_NUMBER_INT -> {
                document.add(new LongPoint(name, parser.getLongValue()));
                document.add(new StringField(name, parser.getString(), Store.NO));
            }
            default -> document.add(new StringField(name, parser.getString().toLowerCase(Locale.ROOT), Store.NO));
        }
    }

    private static Query query(Condition condition) {
        return switch (condition) {
            case And(List<Condition> parts) -> {
                BooleanQuery.Builder all = new BooleanQuery.Builder();
                boolean positive = false;
                for (Condition part : parts) {
                    boolean isNot = part instanceof Not;
                    all.add(
                            query(part instanceof Not(Condition inner) ? inner : part),
                            isNot ? Occur.MUST_NOT : Occur.FILTER);
                    positive |= !isNot;
                }
                yield positive
                        ? all.build()
                        : all.add(new MatchAllDocsQuery(), Occur.FILTER).build();
            }
            case Or(List<Condition> parts) -> {
                BooleanQuery.Builder any = new BooleanQuery.Builder();
                parts.forEach(part -> any.add(query(part), Occur.SHOULD));
                yield any.build();
            }
            case Not(Condition part) ->
                new BooleanQuery.Builder()
                        .add(new MatchAllDocsQuery(), Occur.FILTER)
                        .add(query(part), Occur.MUST_NOT)
                        .build();
            case In in -> {
                BooleanQuery.Builder any = new BooleanQuery.Builder();
                in.values()
                        .forEach(value ->
                                any.add(new TermQuery(new Term(in.field().name(), text(value))), Occur.SHOULD));
                yield any.build();
            }
            case Like like -> {
                BooleanQuery.Builder any = new BooleanQuery.Builder();
                like.patterns()
                        .forEach(pattern ->
                                any.add(new WildcardQuery(new Term(like.field().name(), text(pattern))), Occur.SHOULD));
                yield any.build();
            }
            case Exists(Field field) -> new TermQuery(new Term(PRESENT, field.name()));
            case Range range
            when range.field().type() == FieldType.LONG ->
                LongPoint.newRangeQuery(
                        range.field().name(), end(range.low(), Long.MIN_VALUE), end(range.high(), Long.MAX_VALUE));
            default -> new MatchAllDocsQuery();
        };
    }

    private static long end(@org.jspecify.annotations.Nullable Bound bound, long open) {
        return bound != null && bound.value() instanceof Number number ? number.longValue() : open;
    }

    private static String text(Literal value) {
        return switch (value) {
            case Literal.Text(String text) -> text.toLowerCase(Locale.ROOT);
            case Literal.Whole(long number) -> Long.toString(number);
            case Literal.Decimal(double number) -> Double.toString(number);
            case Literal.Bool(boolean bool) -> Boolean.toString(bool);
            case Literal.Ip ip -> ip.value().toString();
        };
    }

    private static String text(WildcardPattern pattern) {
        StringBuilder text = new StringBuilder();
        for (WildcardPattern.Part part : pattern.parts()) {
            switch (part) {
                case WildcardPattern.Text(String literal) ->
                    text.append(literal.toLowerCase(Locale.ROOT).replaceAll("[\\\\*?]", "\\\\$0"));
                case WildcardPattern.AnyRun run -> text.append('*');
                case WildcardPattern.OneChar one -> text.append('?');
            }
        }
        return text.toString();
    }
}
