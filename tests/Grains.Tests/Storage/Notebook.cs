using System.Collections.Immutable;

namespace MusicGen.Grains.Tests.Storage;

/// <summary>A small state.</summary>
internal sealed record Notebook
{
    public ImmutableList<string> Lines { get; init; } = [];

    /// <summary>With the line at the end; itself where the line is there.</summary>
    public Notebook Note(string line) => Lines.Contains(line) ? this : this with { Lines = Lines.Add(line) };
}
