using MusicGen.Music.Scores;

namespace MusicGen.Music.Midi;

/// <summary>Reads Standard MIDI Files of formats 0, 1 and 2, also inside a RIFF file.</summary>
/// <remarks>
/// <para>
/// A note-off ends the oldest open note of its key within its track chunk; notes that overlap or last no time are kept, notes that never end and
/// note-offs without a note are not notes. Each channel of a track chunk becomes one <see cref="Track"/>. Format 2's patterns start together.
/// Text events that start with "chord:" are chord symbols where they can be read.
/// </para>
/// <para>
/// Real collections are full of faults of form. Strict reading refuses each; lenient reading repairs them (<see cref="MidiRepairKind"/> says how) and
/// refuses only what is no music, that is bytes without header and track, files that end in their header, and files with a grave fault from which
/// not one note could be recovered; and what is larger than <see cref="MaxBytes"/>.
/// </para>
/// <para>
/// Time is in proportion to the size, times its logarithm where tracks are unordered. Memory is at most 8 × the size + 1 MB: a first pass counts, a
/// second fills arrays of exactly that size. So that this holds, a file has at most 4,096 parts and one more for each 23 bytes of its size, which every
/// file of <see cref="MidiWriter"/> keeps to; the notes of tracks beyond that are left out as a repair.
/// </para>
/// </remarks>
public static class MidiReader
{
    /// <summary>The largest file that is read: 1 GiB.</summary>
    public const int MaxBytes = 1 << 30;

    /// <param name="file">The whole file, at most <see cref="MaxBytes"/>.</param>
    /// <param name="mode">What is done about faults.</param>
    /// <exception cref="MidiFormatException">The bytes cannot be read as a MIDI file; no other exception is ever thrown.</exception>
    public static MidiReading Read(ReadOnlySpan<byte> file, MidiReadMode mode = MidiReadMode.Lenient)
    {
        if (file.Length > MaxBytes) throw new MidiFormatException(MaxBytes, $"The file is larger than {MaxBytes} bytes.");
        var repairs = new MidiRepairs(mode);
        var header = MidiHeader.Read(file, repairs);
        file = file[..header.End];
        var survey = Count(file, header, repairs);
        if (survey.PartSizes.Count == 0) repairs.RefuseGrave();
        var scoring = Fill(file, header, repairs, survey);
        var score = scoring.ToScore(header.Division);
        return new MidiReading(score, repairs.ToArray(), scoring.ToTally(score));
    }

    private static MidiSurvey Count(ReadOnlySpan<byte> file, MidiHeader header, MidiRepairs repairs)
    {
        var survey = new MidiSurvey(file.Length);
        var chunks = new MidiChunks(file, header.First, repairs);
        while (chunks.MoveNext())
        {
            var walk = new MidiTrackWalk(file[..chunks.End], chunks.Start, repairs);
            survey.Count(ref walk, chunks.Start, repairs);
            chunks.Finish(walk.At, walk.IsEnded);
        }
        if (header.Tracks is { } tracks && (tracks != chunks.Count || (header.Format == 0 && tracks != 1)))
            repairs.Report(MidiRepairKind.TrackCount, header.Offset + MidiHeader.TracksAt);
        return survey;
    }

    private static MidiScoring Fill(ReadOnlySpan<byte> file, MidiHeader header, MidiRepairs repairs, MidiSurvey survey)
    {
        repairs.IsMuted = true;
        var scoring = new MidiScoring(survey);
        var chunks = new MidiChunks(file, header.First, repairs);
        while (chunks.MoveNext())
        {
            var walk = new MidiTrackWalk(file[..chunks.End], chunks.Start, repairs);
            scoring.Read(ref walk, walk, file, chunks.Start, chunks.Count == 1);
            chunks.Finish(walk.At, walk.IsEnded);
        }
        if (!scoring.NeedsPrograms()) return scoring;
        chunks = new MidiChunks(file, header.First, repairs);
        while (chunks.MoveNext())
        {
            var walk = new MidiTrackWalk(file[..chunks.End], chunks.Start, repairs);
            scoring.FindPrograms(ref walk);
            chunks.Finish(walk.At, walk.IsEnded);
        }
        return scoring;
    }
}
