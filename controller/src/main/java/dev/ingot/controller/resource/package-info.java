/** Resources: contents of single files, kept by sha1 so that clients need not send them again. */
@NullMarked
package dev.ingot.controller.resource;

import org.jspecify.annotations.NullMarked;
