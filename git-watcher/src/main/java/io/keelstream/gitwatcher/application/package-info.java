/**
 * The file keelstream.yaml: what users write, read strictly, with the place of every error. Core.
 */
@NullMarked
package io.keelstream.gitwatcher.application;

import org.jspecify.annotations.NullMarked;
