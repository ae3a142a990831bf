package io.picket.alert;

import java.util.Map;

/**
 * An alert document.
 *
 * @param id deterministic: the same rule and the same cause give the same id, so raising it twice is raising it once
 * @param time when it was raised, epoch milliseconds
 * @param fields the document: flat dotted names in a fixed order, values as JSON would hold them
 */
public record Alert(String id, String ruleId, long time, Map<String, Object> fields) {}
