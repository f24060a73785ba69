/** Empty lists, and relationships to nothing. */
@NullMarked
package dev.ingot.controller.absent.http;

import org.jspecify.annotations.NullMarked;
