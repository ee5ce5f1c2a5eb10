/**
 * Sets of field paths, as {@code metadata.managedFields} records them: which fields of an object have an owner, and the
 * set algebra that server-side apply and drift detection are made of.
 */
@NullMarked
package io.keelstream.kubernetes.fields;

import org.jspecify.annotations.NullMarked;
