/** Tests of feature flags. */
@NullMarked
package dev.ingot.controller.flag.http;

import org.jspecify.annotations.NullMarked;
