/** Custom resource definitions: read into served resources, given their status, and taken away with their objects. */
@NullMarked
package io.keelstream.sandbox.custom;

import org.jspecify.annotations.NullMarked;
