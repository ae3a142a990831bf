package io.picket.rule;

import io.picket.text.Place;
import java.util.Map;

/**
 * A filter as Kibana's filter bar writes it, beside a rule's query.
 *
 * @param json the object as read: {@code meta}, {@code query} or an older spelling of it, {@code $state}
 * @param place where it stands in the rule's file
 */
public record Filter(Map<String, Object> json, Place place) {}
