/**
 * The file keelstream.yaml: what people write, read strictly, with the place of every mistake. Core.
 */
@NullMarked
package io.keelstream.gitwatcher.application;

import org.jspecify.annotations.NullMarked;
