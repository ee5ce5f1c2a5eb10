/**
 * The types that server-side apply needs to know: which maps and lists are merged, by what keys, and which are replaced
 * as a whole. Read from OpenAPI documents of a cluster, from custom resource definitions, or from a built-in table.
 */
@NullMarked
package io.keelstream.kubernetes.schema;

import org.jspecify.annotations.NullMarked;
