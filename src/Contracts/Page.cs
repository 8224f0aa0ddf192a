namespace MusicGen.Contracts;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <param name="Items">In the order of their ids.</param>
/// <param name="Next">The cursor of the next page, or null on the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
