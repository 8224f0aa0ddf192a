using MusicGen.Music.Scores;

namespace MusicGen.Music.Midi;

/// <summary>What is said about each kind of fault.</summary>
internal static class MidiFaults
{
    /// <summary>What is wrong, as a sentence.</summary>
    public static string Fault(MidiRepairKind kind) => Sentences(kind).Fault;

    /// <summary>What lenient reading does about it, as a sentence.</summary>
    public static string Remedy(MidiRepairKind kind) => Sentences(kind).Remedy;

    /// <summary>Whether the fault makes it doubtful that these bytes are music at all, so that notes must speak for it.</summary>
    public static bool IsGrave(MidiRepairKind kind) => kind
        is MidiRepairKind.NoHeader or MidiRepairKind.HeaderLength or MidiRepairKind.Division or MidiRepairKind.NoStatus
        or MidiRepairKind.UnknownStatus or MidiRepairKind.ValueAbove127 or MidiRepairKind.LongNumber or MidiRepairKind.CutEvent
        or MidiRepairKind.LateEvent;

    private static (string Fault, string Remedy) Sentences(MidiRepairKind kind) => kind switch
    {
        MidiRepairKind.JunkBeforeHeader => ("Other bytes stand before the header MThd.", "They were skipped."),
        MidiRepairKind.NoHeader => ("The header MThd is missing.", "Format 1 and 480 ticks a quarter were assumed."),
        MidiRepairKind.HeaderLength => ("The header is shorter than 6 bytes or longer than the file.", "Tracks were looked for after it."),
        MidiRepairKind.UnknownFormat => ("The format is none of 0, 1 and 2.", "It was read as format 1."),
        MidiRepairKind.TrackCount => ("The header says another number of tracks than the file has.", "All tracks were read."),
        MidiRepairKind.Division => (
            "The header's division is 0 ticks or an unknown frame rate; known are 24, 25, 29 and 30 frames a second.",
            "480 ticks a quarter were assumed, or the frame rate taken by its number."),
        MidiRepairKind.ChunkLength => ("A chunk's length is wrong.", "It was read up to its end of track, the next track or the end of the file."),
        MidiRepairKind.LooseBytes => ("Bytes that are no chunk follow a chunk.", "They were skipped."),
        MidiRepairKind.SecondFile => ("Another header MThd stands behind a track.", "Only what stands before it was read."),
        MidiRepairKind.NoEndOfTrack => ("A track has no end of track.", "It was taken to end with its chunk."),
        MidiRepairKind.BytesAfterEndOfTrack => ("Bytes follow an end of track in its chunk.", "They were skipped."),
        MidiRepairKind.CancelledRunningStatus => (
            "Running status is used after a meta or system-exclusive event, which cancels it.",
            "The status before that event was taken."),
        MidiRepairKind.NoStatus => ("An event has no status byte, and none is in force.", "Reading went on at the next credible event."),
        MidiRepairKind.UnknownStatus => ("A status byte has no place in a MIDI file.", "The event was skipped."),
        MidiRepairKind.ValueAbove127 => (
            "A byte above 127 stands where a value from 0 to 127 belongs.",
            "A velocity was taken as 127, an event for a key or program above 127 was left out."),
        MidiRepairKind.LongNumber => ("A time or length takes more than 4 bytes.", "Reading went on at the next credible event."),
        MidiRepairKind.CutEvent => ("An event does not fit its chunk.", "Reading went on at the next credible event, if there was one."),
        MidiRepairKind.LateEvent => ($"An event lies later than {Ticks.Max.Value} ticks.", "The rest of its track was left out."),
        MidiRepairKind.TooManyParts => (
            $"The file has more than {MidiSurvey.FreeParts} parts and fewer than {MidiSurvey.BytesPerPart} bytes for each further one.",
            "The notes of the tracks beyond that were left out."),
        MidiRepairKind.MetaLength => (
            "A tempo, meter, key signature or end of track has the wrong length.",
            "A meter of at least two bytes and an end of track were taken, others left out."),
        MidiRepairKind.MetaType => ("A meta event's type is above 127.", "The event was skipped."),
        MidiRepairKind.ZeroTempo => ("A tempo is 0.", "It was left out."),
        MidiRepairKind.ImpossibleMeter => ("A meter has no beats, or beats shorter than a 128th.", "It was left out."),
        MidiRepairKind.ImpossibleKey => ("A key signature has more than 7 accidentals or an unknown mode.", "It was left out."),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
