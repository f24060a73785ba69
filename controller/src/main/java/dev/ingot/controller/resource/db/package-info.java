/** Resources in the database: which contents there are and when they were last of use. */
@NullMarked
package dev.ingot.controller.resource.db;

import org.jspecify.annotations.NullMarked;
