/** Which space an app whose log is read belongs to. */
@NullMarked
package dev.ingot.controller.log.db;

import org.jspecify.annotations.NullMarked;
