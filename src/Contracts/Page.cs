namespace MusicGen.Contracts;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <param name="Items">In the order of their ids.</param>
/// <param name="Next">The cursor of the next page, or null on the last one.</param>
/// <param name="Unreadable">Ids of what belongs on this page and cannot be read now: the service's state of it is damaged, or newer than the node that was asked. Null: of nothing.</param>
[GenerateSerializer, Immutable, Alias("musicgen.Page`1")]
public sealed record Page<T>([property: Id(0)] IReadOnlyList<T> Items, [property: Id(1)] string? Next, [property: Id(2)] IReadOnlyList<string>? Unreadable = null);
