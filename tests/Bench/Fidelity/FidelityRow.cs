using MusicGen.Bench.Measuring;
using MusicGen.Music.Midi;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Bench.Fidelity;

/// <summary>What Score24 keeps of one corpus.</summary>
/// <param name="Corpus">Name of its folder.</param>
/// <param name="Pieces">Files that could be read.</param>
/// <param name="Notes">Notes that are told.</param>
/// <param name="Duplicates">Notes not told because the same key stands in the same slot.</param>
/// <param name="DrumsLeftOut">Drum notes not told because General MIDI has no such drum.</param>
/// <param name="Shortened">Notes longer than 16 quarters.</param>
/// <param name="Lengthened">Notes shorter than 1/48 quarter.</param>
/// <param name="MetersRebarred">Meters whose bar lines move.</param>
/// <param name="ProgramsMerged">Notes told under another program, because a piece has at most 15.</param>
/// <param name="Invented">Notes that the piece has and the score has not: a fault.</param>
/// <param name="OnsetQuarters">How far onsets moved; the limit is 1/48.</param>
/// <param name="DurationQuarters">How much durations changed.</param>
/// <param name="Velocity">How far velocities moved; the limit is 2.</param>
/// <param name="DurationsBeyond">Durations of told notes, except lengthened ones, that are off by more than 1/48 quarter and 6.25 %: the limit is none.</param>
/// <param name="Unstable">Pieces whose tokens change when they are decoded and encoded again: a fault.</param>
internal sealed record FidelityRow(
    string Corpus, int Pieces, int Notes, int Duplicates, int DrumsLeftOut, int Shortened, int Lengthened, int MetersRebarred, int ProgramsMerged, int Invented,
    Errors OnsetQuarters, Errors DurationQuarters, Errors Velocity, int DurationsBeyond, int Unstable)
{
    private const double HalfSlot = (0.5 / Score24.TicksPerQuarter) + 1e-9;
    private const double DurationShare = 0.0625 + 1e-9;
    private const double VelocityLimit = 2;

    public bool IsWithinLimits =>
        OnsetQuarters.Most <= HalfSlot && Velocity.Most <= VelocityLimit && DurationsBeyond == 0 && Unstable == 0 && (Invented == 0 || ProgramsMerged > 0);

    public static FidelityRow Of(string corpus, IReadOnlyList<MidiInput> inputs)
    {
        var told = inputs.Select(TryTell).OfType<Told>().ToList();
        int Sum(Func<Score24Encoding, int> count) => told.Sum(piece => count(piece.Encoding));
        return new FidelityRow(
            corpus, told.Count, Sum(piece => piece.Notes), Sum(piece => piece.Duplicates), Sum(piece => piece.DrumsLeftOut), Sum(piece => piece.Shortened),
            Sum(piece => piece.Lengthened), Sum(piece => piece.MetersRebarred), Sum(piece => piece.ProgramsMerged), told.Sum(piece => piece.Fidelity.Invented),
            Errors.Of(told.SelectMany(piece => piece.Fidelity.OnsetErrors)),
            Errors.Of(told.SelectMany(piece => piece.Fidelity.DurationErrors)),
            Errors.Of(told.SelectMany(piece => piece.Fidelity.VelocityErrors.Select(error => (double)error))),
            told.Sum(piece => Math.Max(0, piece.DurationsBeyond - piece.Encoding.Lengthened)),
            told.Count(piece => !piece.IsStable));
    }

    private static Told? TryTell(MidiInput input)
    {
        try
        {
            var score = MidiReader.Read(input.Bytes).Score;
            var encoding = Score24.Encode(score);
            var piece = Score24.Decode(encoding.Tokens.AsSpan());
            return new Told(encoding, Score24Fidelity.Of(score, piece), Score24.Encode(piece).Tokens.SequenceEqual(encoding.Tokens));
        }
        catch (Exception e) when (e is MidiFormatException or Score24LimitException)
        {
            return null;
        }
    }

    private sealed record Told(Score24Encoding Encoding, Score24Fidelity Fidelity, bool IsStable)
    {
        public int DurationsBeyond => Fidelity.DurationErrors.Zip(Fidelity.RelativeDurationErrors).Count(error => error.First > HalfSlot && error.Second > DurationShare);
    }
}
