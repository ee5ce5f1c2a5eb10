/**
 * The edge between refs and Kafka: the owner of a ref's partition watches the ref, evaluates its commits and writes the
 * results.
 */
@NullMarked
package io.keelstream.gitwatcher.watch;

import org.jspecify.annotations.NullMarked;
