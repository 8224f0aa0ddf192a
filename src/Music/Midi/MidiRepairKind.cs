namespace MusicGen.Music.Midi;

/// <summary>A fault of a file's form that lenient reading repairs.</summary>
/// <remarks>Notes that never end, note-offs without a note and notes that overlap are no faults of form: they are in the <see cref="MidiTally"/>.</remarks>
public enum MidiRepairKind
{
    /// <summary>Other bytes stand before the header and are skipped.</summary>
    JunkBeforeHeader,

    /// <summary>There is no header; format 1 and 480 ticks a quarter are assumed.</summary>
    NoHeader,

    /// <summary>The header's length is impossible; tracks are looked for after it.</summary>
    HeaderLength,

    /// <summary>The format is none of 0, 1, 2; it is read as format 1.</summary>
    UnknownFormat,

    /// <summary>The header says another number of tracks than there are, or format 0 has several; all are read.</summary>
    TrackCount,

    /// <summary>The division is zero (480 ticks a quarter are assumed) or an unknown frame rate (taken by its number).</summary>
    Division,

    /// <summary>A chunk's length is not its length; it goes on to its end of track, the next track or the end of the file.</summary>
    ChunkLength,

    /// <summary>Bytes that are no chunk lie after a chunk and are skipped.</summary>
    LooseBytes,

    /// <summary>Another header stands behind a track, as where files were put together; the file ends there.</summary>
    SecondFile,

    /// <summary>A track has no end of track; it ends with its chunk.</summary>
    NoEndOfTrack,

    /// <summary>Bytes follow an end of track in its chunk and are skipped.</summary>
    BytesAfterEndOfTrack,

    /// <summary>
    /// Running status is used after a meta or system-exclusive event, which cancels it; it is taken as still in force. Strict reading lists it too
    /// and does not refuse it: well-known programs write it.
    /// </summary>
    CancelledRunningStatus,

    /// <summary>An event has no status byte and none is in force; reading goes on at the next credible event.</summary>
    NoStatus,

    /// <summary>A status byte has no place in a file; the event is skipped.</summary>
    UnknownStatus,

    /// <summary>A value is above 127: a velocity is taken as 127, an event for a key or program above 127 is left out.</summary>
    ValueAbove127,

    /// <summary>A time or length takes more than 4 bytes; reading goes on at the next credible event.</summary>
    LongNumber,

    /// <summary>An event does not fit its chunk; reading goes on at the next credible event, if there is one.</summary>
    CutEvent,

    /// <summary>An event lies later than a score can be long; the rest of its track is left out.</summary>
    LateEvent,

    /// <summary>There are more than 4,096 parts and fewer than 23 bytes for each further one; tracks beyond that are read without their notes.</summary>
    TooManyParts,

    /// <summary>
    /// A tempo, meter, key signature or end of track has the wrong length. A meter of at least two bytes and an end of track are taken, others
    /// left out. A meter of just two bytes is no fault: it says all but the metronome's clicks, and files that are held to be valid have it.
    /// </summary>
    MetaLength,

    /// <summary>A meta event's type is above 127; the event is skipped.</summary>
    MetaType,

    /// <summary>A tempo is 0 and is left out.</summary>
    ZeroTempo,

    /// <summary>A meter has no beats, or beats shorter than a 128th, and is left out.</summary>
    ImpossibleMeter,

    /// <summary>A key signature has more than 7 accidentals or an unknown mode and is left out.</summary>
    ImpossibleKey,
}
