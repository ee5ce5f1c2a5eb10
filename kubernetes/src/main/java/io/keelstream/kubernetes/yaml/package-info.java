/**
 * The edge between YAML text and plain-value trees. Text means here what it means to kubectl, which is not quite YAML 1.1
 * and not quite YAML 1.2.
 */
@NullMarked
package io.keelstream.kubernetes.yaml;

import org.jspecify.annotations.NullMarked;
