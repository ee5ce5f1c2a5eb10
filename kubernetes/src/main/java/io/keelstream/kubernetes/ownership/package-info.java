/**
 * Whose an object and its fields are: our field managers, the owner mark, the facts that make an object ours, our Apply
 * entry, and what adopting an object makes of its managedFields. Planner, applier and drift-detector decide by what is
 * said here. Pure.
 */
@NullMarked
package io.keelstream.kubernetes.ownership;

import org.jspecify.annotations.NullMarked;
