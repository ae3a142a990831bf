package io.picket.mapping;

import io.picket.condition.Field;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The field types of a mapping, laid over another table: what the mapping names is as it says, all else as the table
 * under it says. A multi-field and an alias are asked by their own name and answered with the values of the field they
 * stand for.
 */
public final class MappingFieldTypes implements FieldTypes {

    private final Map<String, MappedField> fields;
    private final FieldTypes under;
    private final Map<String, String> constants;

    MappingFieldTypes(Map<String, MappedField> fields, FieldTypes under) {
        this.fields = Map.copyOf(fields);
        this.under = under;
        Map<String, String> known = new HashMap<>(under.constants());
        fields.forEach((name, field) -> {
            known.remove(name);
            if (field.constant() != null) {
                known.put(name, field.constant());
            }
        });
        this.constants = Map.copyOf(known);
    }

    /**
     * Reads a mapping as Elasticsearch prints it: {@code {"properties": …}}, the same within {@code "mappings"}, or within
     * the names of one or several indices.
     */
    public static Read<FieldTypes> read(SourceText source, FieldTypes under) {
        return new MappingReader(source, under).read();
    }

    @Override
    public FieldType typeOf(String name) {
        MappedField field = fields.get(name);
        if (field != null) {
            return field.type();
        }
        return flattenedAbove(name) == null ? under.typeOf(name) : FieldType.KEYWORD;
    }

    @Override
    public Field field(String name) {
        MappedField field = fields.get(name);
        if (field != null) {
            return new Field(field.values(), field.type());
        }
        return flattenedAbove(name) == null ? under.field(name) : new Field(name, FieldType.KEYWORD);
    }

    @Override
    public int ignoreAbove(String name) {
        MappedField field = fields.get(name);
        MappedField known = field == null ? flattenedAbove(name) : field;
        return known == null ? under.ignoreAbove(name) : known.ignoreAbove();
    }

    @Override
    public Map<String, String> constants() {
        return constants;
    }

    @Override
    public Collection<String> names() {
        Set<String> names = new LinkedHashSet<>(under.names());
        names.addAll(fields.keySet());
        return names;
    }

    private @Nullable MappedField flattenedAbove(String name) {
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            MappedField field = fields.get(name.substring(0, dot));
            if (field != null && field.type() == FieldType.FLATTENED) {
                return field;
            }
        }
        return null;
    }
}
