/**
 * Reads the YAML that users write for Keelstream itself. Strict: what is not understood is an error with line and column.
 * Manifests are not read here, because they mean what they mean to kubectl.
 */
@NullMarked
package io.keelstream.yaml;

import org.jspecify.annotations.NullMarked;
