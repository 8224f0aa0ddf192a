using MusicGen.Music.Tokens.Grid24;
using static MusicGen.Music.Tokens.Grid24.Score24Family;

namespace MusicGen.Music.Grammar;

/// <summary>What constraints and live tokens together leave: it is settled before the first token that some piece keeps to them.</summary>
internal sealed class PiecePlan
{
    private const int MostListed = 10;

    private readonly Score24Constraints _constraints;
    private bool _hasSeenPitches;
    private bool _hasPitchesInRange;

    /// <param name="constraints">What the composed notes keep to.</param>
    /// <param name="live">What may be drawn; it is narrowed to what may occur.</param>
    /// <param name="endsByItself">Whether the piece has its bars and its last note without what is composed.</param>
    /// <exception cref="Score24ConstraintException">No piece can keep to the constraints.</exception>
    public PiecePlan(Score24Constraints constraints, LiveTokens live, bool endsByItself = false)
    {
        _constraints = constraints;
        Live = live;
        RequireRanges();
        Narrow();
        RequireNotes();
        if (!endsByItself) RequireLastBar();
    }

    public LiveTokens Live { get; }

    public int MostBars => _constraints.Bars ?? _constraints.MostBars;

    public bool HasPitched { get; private set; }

    public bool HasDrums { get; private set; }

    /// <summary>The shortest duration there is, in ticks; 0 without pitched notes.</summary>
    public int ShortestNote { get; private set; }

    /// <summary>The shortest bar there may be, in ticks.</summary>
    public int ShortestBar { get; private set; }

    /// <summary>In every meter a pitched note can still start here in the last bar, or later; in ticks.</summary>
    public int LastStart { get; private set; }

    private void RequireRanges()
    {
        var c = _constraints;
        Require(c.MostBars is >= 1 and <= 20_000, nameof(c.MostBars), "A piece has from 1 to 20,000 bars.");
        Require(c.Bars is null or >= 1, nameof(c.Bars), "A piece has at least 1 bar.");
        Require(c.Bars is null || c.Bars <= c.MostBars, nameof(c.Bars), $"{c.Bars} bars are more than the {c.MostBars} that are allowed.");
        Require(c.LowestPitch is >= 0 and <= 127, nameof(c.LowestPitch), "The lowest key is a number from 0 to 127.");
        Require(c.HighestPitch is >= 0 and <= 127, nameof(c.HighestPitch), "The highest key is a number from 0 to 127.");
        Require(
            c.LowestPitch <= c.HighestPitch,
            nameof(c.LowestPitch),
            $"The lowest key, {c.LowestPitch}, is above the highest, {c.HighestPitch}.");
        Require(c.MostNotesAtOnce is null or >= 1, nameof(c.MostNotesAtOnce), "At least 1 note must be allowed to sound.");
        Require(c.MostNotesPerBar >= 1, nameof(c.MostNotesPerBar), "At least 1 note must be allowed in a bar.");
        Require(
            c.LeastNotesPerBar >= 0 && c.LeastNotesPerBar <= c.MostNotesPerBar,
            nameof(c.LeastNotesPerBar),
            $"At least {c.LeastNotesPerBar} notes in a bar cannot be had where it may have {c.MostNotesPerBar}.");
        Require(c.TempoQpm is null or > 0, nameof(c.TempoQpm), "A tempo is a number of quarters a minute above 0.");
        Require(c.MostPrograms is >= 1 and <= Score24Syntax.MostPitchedPrograms, nameof(c.MostPrograms), $"From 1 to {Score24Syntax.MostPitchedPrograms} programs may play.");
        Require(c.Programs is null or { Count: > 0 }, nameof(c.Programs), "None is asked for: name at least one program, or leave them out for all.");
        Require(c.Meters is null or { Count: > 0 }, nameof(c.Meters), "None is asked for: name at least one meter, or leave them out for all.");
        Require(
            c.Programs is null || c.Programs.All(program => program is >= 0 and <= Score24Vocabulary.DrumProgram),
            nameof(c.Programs),
            $"Programs are numbers from 0 to 127, and {Score24Vocabulary.DrumProgram} for drums.");
        var unknown = c.Meters?.FirstOrDefault(meter => !MeterNames.All.Contains(meter));
        Require(
            unknown is null,
            nameof(c.Meters),
            $"'{unknown}' is not among the meters that can be told: {string.Join(", ", MeterNames.All)}.");
    }

    /// <summary>What leaves no pitch, where none is left.</summary>
    private string PitchConstraint => _hasPitchesInRange ? nameof(_constraints.Scale) : nameof(_constraints.LowestPitch);

    private string NoPitch => $"The model has seen no pitch{(_hasPitchesInRange ? $" of {_constraints.Scale}" : "")} from {_constraints.LowestPitch} to {_constraints.HighestPitch}";

    private void Narrow()
    {
        foreach (var family in (ReadOnlySpan<Score24Family>)[Bar, TimeSig, Position, Tempo, Program, Velocity])
            Require(Live.Has(family), null, $"The model has seen no {family}, so it can compose nothing in Score24.");
        Require(Live.Has(Special, Score24Vocabulary.End), null, "The model has never seen the end of a piece (EOS), so it could end none.");
        Live.Keep(Special, value => value == Score24Vocabulary.End);
        _hasSeenPitches = Live.Has(Pitch);
        Live.Keep(Pitch, value => value >= _constraints.LowestPitch && value <= _constraints.HighestPitch);
        _hasPitchesInRange = Live.Has(Pitch);
        if (_constraints.Scale is { } scale)
        {
            Live.Keep(Pitch, scale.Contains);
            Live.Keep(Key, value => value == scale.KeyValue);
        }
        if (_constraints.TempoQpm is { } qpm)
        {
            var nearest = Live.ValuesOf(Tempo).MinBy(value => Math.Abs(Math.Log(value / qpm)));
            Live.Keep(Tempo, value => value == nearest);
        }
        if (!_constraints.Keys) Live.Keep(Key, _ => false);
        if (!_constraints.Chords) Live.Keep(Chord, _ => false);
        if (_constraints.Meters is { } meters)
        {
            var seen = Listed(Live.ValuesOf(TimeSig).Select(Score24Scales.MeterName));
            Live.Keep(TimeSig, value => meters.Contains(Score24Scales.MeterName(value)));
            Require(Live.Has(TimeSig), nameof(_constraints.Meters), $"The model has seen none of the meters asked for; it has seen {seen}.");
        }
        if (_constraints.Programs is { } programs)
        {
            var seen = Listed(Live.ValuesOf(Program).Select(NameOf));
            Live.Keep(Program, programs.Contains);
            Require(Live.Has(Program), nameof(_constraints.Programs), $"The model has seen none of the programs asked for; it has seen {seen}.");
        }
    }

    private void RequireNotes()
    {
        var isPitchedAsked = Live.ValuesOf(Program).Any(program => program != Score24Vocabulary.DrumProgram);
        HasPitched = isPitchedAsked && Live.Has(Pitch) && Live.Has(Duration);
        HasDrums = Live.Has(Program, Score24Vocabulary.DrumProgram) && Live.Has(DrumPitch);
        if (!HasPitched && !HasDrums)
        {
            Require(!isPitchedAsked || Live.Has(Pitch), PitchConstraint, $"{NoPitch}.");
            Require(!isPitchedAsked, null, "The model has seen no duration, so it can compose no pitched notes.");
            Require(false, nameof(_constraints.Programs), "The model has seen no drum, and only drums may play.");
        }
        // Where the model has pitches, and a range leaves none of them: to compose drums alone is not what was meant.
        var isPitchMissing = HasDrums && isPitchedAsked && _hasSeenPitches && !Live.Has(Pitch);
        Require(!isPitchMissing, PitchConstraint, $"{NoPitch}, so that only drums could play; for those alone ask for the program drums.");
        Live.Keep(Program, program => program == Score24Vocabulary.DrumProgram ? HasDrums : HasPitched);
        ShortestNote = HasPitched ? Live.ValuesOf(Duration)[0] : 0;
    }

    /// <remarks>A piece ends with a note, so its last bar must have room for one; meters in which there is none are not used.</remarks>
    private void RequireLastBar()
    {
        var positions = Live.ValuesOf(Position);
        var shortest = HasDrums ? 0 : ShortestNote;
        Live.Keep(TimeSig, meter => positions.Any(position => CanStart(position, meter, shortest)));
        Require(
            Live.Has(TimeSig),
            _constraints.CloseAtEnd && !HasDrums ? nameof(_constraints.CloseAtEnd) : null,
            $"In no meter can the last bar hold a note: the shortest that the model has seen lasts {shortest} ticks, "
            + $"its first position is {positions[0]}.");
        var meters = Live.ValuesOf(TimeSig);
        ShortestBar = meters.Min(meter => Score24Scales.BarTicks[meter]);
        LastStart = HasDrums ? 0 : meters.Min(meter => positions.Last(position => CanStart(position, meter, shortest)));
    }

    private bool CanStart(int position, int meter, int shortest) =>
        position < Score24Scales.BarTicks[meter] && (!_constraints.CloseAtEnd || position + shortest <= Score24Scales.BarTicks[meter]);

    private static string Listed(IEnumerable<string> names)
    {
        var all = names.ToArray();
        return all.Length <= MostListed ? string.Join(", ", all) : $"{string.Join(", ", all.Take(MostListed))} and {all.Length - MostListed} more";
    }

    public static string NameOf(int program) => program == Score24Vocabulary.DrumProgram ? "drums" : program.ToString();

    private static void Require(bool condition, string? constraint, string reason)
    {
        if (!condition) throw new Score24ConstraintException(constraint, reason);
    }
}
