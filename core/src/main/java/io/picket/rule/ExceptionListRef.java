package io.picket.rule;

import io.picket.text.Place;

/** A rule's reference to an exception list, and where it stands. */
public record ExceptionListRef(String id, String listId, String type, String namespaceType, Place place) {}
