using System.Collections.Immutable;

namespace MusicGen.Music.Midi;

/// <summary>What a file holds, counted as it stands there, before anything is left out of the score.</summary>
public sealed record MidiTally
{
    /// <summary>Note-ons that are ended.</summary>
    public int Notes { get; init; }

    /// <summary>The sum of those notes' onsets, in ticks from the start of their track.</summary>
    public long OnsetSum { get; init; }

    /// <summary>The sum of those notes' durations, in ticks.</summary>
    public long DurationSum { get; init; }

    /// <summary>Note-ons that are never ended in their track chunk, so they are no notes.</summary>
    public int Hanging { get; init; }

    /// <summary>Note-offs of keys that do not sound.</summary>
    public int OrphanOffs { get; init; }

    /// <summary>Note-ons of keys that sound already.</summary>
    public int Overlaps { get; init; }

    /// <summary>Notes that end at the tick where they start.</summary>
    public int ZeroLength { get; init; }

    /// <summary>Notes on the drum channel.</summary>
    public int Drums { get; init; }

    /// <summary>The latest position of any event, in ticks.</summary>
    public long EndTick { get; init; }

    /// <summary>The time of <see cref="EndTick"/>.</summary>
    public double DurationSeconds { get; init; }

    /// <summary>Tempo events, also those that mean nothing.</summary>
    public int Tempos { get; init; }

    /// <summary>Meter events, also those that mean nothing.</summary>
    public int Meters { get; init; }

    /// <summary>The different programs that are chosen, each with its channel, in order.</summary>
    public ImmutableArray<MidiProgram> Programs { get; init; } = [];
}
