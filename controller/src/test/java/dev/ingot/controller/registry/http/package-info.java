@NullMarked
package dev.ingot.controller.registry.http;

import org.jspecify.annotations.NullMarked;
