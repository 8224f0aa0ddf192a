using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace MusicGen.Music.Scores;

/// <summary>One part of a score: the notes of one instrument on one channel. Immutable.</summary>
public sealed class Track : IEquatable<Track>
{
    /// <summary>The channel whose keys are drums: General MIDI's channel 10, counted from 0.</summary>
    public const int DrumChannel = 9;

    /// <param name="name">The part's name; an empty one counts as none.</param>
    /// <param name="program">General MIDI program, 0 … 127.</param>
    /// <param name="notes">At least one note, all of one channel, in any order.</param>
    /// <exception cref="ArgumentException">A number is out of range, there is no note, or the notes are of several channels.</exception>
    public Track(string? name, int program, IEnumerable<Note> notes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)program, 127u, nameof(program));
        ArgumentNullException.ThrowIfNull(notes);
        Note[] ordered = [.. notes];
        if (ordered.Length == 0) throw new ArgumentException("A track has at least one note.", nameof(notes));
        foreach (var note in ordered)
        {
            if (!note.IsValid) throw new ArgumentException($"{note} is out of range.", nameof(notes));
            if (note.Channel != ordered[0].Channel) throw new ArgumentException("The notes of a track share one channel.", nameof(notes));
        }
        if (!IsOrdered(ordered)) Array.Sort(ordered);
        (Name, Program, Notes) = (Names.Normal(name), program, ImmutableCollectionsMarshal.AsImmutableArray(ordered));
    }

    private Track(string? name, int program, ImmutableArray<Note> notes) => (Name, Program, Notes) = (name, program, notes);

    public string? Name { get; }

    /// <summary>General MIDI program, 0 … 127; on the drum channel it names a kit.</summary>
    public int Program { get; }

    /// <summary>Ordered by onset, then pitch; never empty.</summary>
    public ImmutableArray<Note> Notes { get; }

    /// <summary>0 … 15.</summary>
    public int Channel => Notes[0].Channel;

    public bool IsDrums => Channel == DrumChannel;

    /// <summary>A track that takes over what is known to be right: a normal name, and valid notes of one channel in their order.</summary>
    internal static Track Adopt(string? name, int program, Note[] notes) => new(name, program, ImmutableCollectionsMarshal.AsImmutableArray(notes));

    public bool Equals(Track? other) =>
        other is not null && Name == other.Name && Program == other.Program && Notes.AsSpan().SequenceEqual(other.Notes.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as Track);

    public override int GetHashCode() => HashCode.Combine(Name, Program, Notes.Length, Notes[0]);

    private static bool IsOrdered(Note[] notes)
    {
        for (var i = 1; i < notes.Length; i++)
        {
            if (notes[i - 1] > notes[i]) return false;
        }
        return true;
    }
}
