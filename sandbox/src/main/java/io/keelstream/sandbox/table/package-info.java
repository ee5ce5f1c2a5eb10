/** Objects as rows of a table: what {@code kubectl get} prints. */
@NullMarked
package io.keelstream.sandbox.table;

import org.jspecify.annotations.NullMarked;
