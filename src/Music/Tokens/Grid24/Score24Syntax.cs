using static MusicGen.Music.Tokens.Grid24.Score24Family;

namespace MusicGen.Music.Tokens.Grid24;

/// <summary>The language of <see cref="Score24"/>: how far a piece has come, and which tokens may follow.</summary>
/// <remarks>Decoding and the grammar both go by it, so that neither can admit what the other refuses.</remarks>
internal sealed class Score24Syntax
{
    /// <summary>The channels of a MIDI file without the one for drums.</summary>
    public const int MostPitchedPrograms = 15;

    /// <summary>What none is called: no meter yet, no position in this bar, no program in this position.</summary>
    public const int None = -1;

    private const int Start = 1 << (int)Bar;
    private const int Events = (1 << (int)Tempo) | (1 << (int)Key) | (1 << (int)Chord);
    private const int Onward = (1 << (int)Position) | (1 << (int)Bar);
    private const int EndToken = 1 << (int)Special;

    private readonly bool[] _isUsed = new bool[Score24Vocabulary.DrumProgram + 1];
    private Score24Family _last = Special;

    /// <summary>The families that may follow, a bit each; of the special tokens only EOS is meant.</summary>
    public int Expected { get; private set; } = Start | EndToken;

    /// <summary>Bars begun.</summary>
    public int Bars { get; private set; }

    public long BarStart { get; private set; }

    /// <summary>Ticks; 0 before the first bar has its meter.</summary>
    public int BarLength { get; private set; }

    public long BarEnd => BarStart + BarLength;

    /// <summary>In this bar, in ticks.</summary>
    public int PositionInBar { get; private set; } = None;

    public long Now => BarStart + PositionInBar;

    public int Meter { get; private set; } = None;

    public int TempoInForce { get; private set; } = None;

    public int KeyInForce { get; private set; } = None;

    public int ChordInForce { get; private set; } = None;

    /// <summary>Of the last note or Program token in this position.</summary>
    public int ProgramInPosition { get; private set; } = None;

    /// <summary>Of the last note of this program in this position.</summary>
    public int PitchInProgram { get; private set; } = None;

    public int Velocity { get; private set; }

    public int PitchedPrograms { get; private set; }

    public bool IsEnded { get; private set; }

    /// <summary>Whether the last token completes a note.</summary>
    public bool IsAfterNote => _last == Duration || (_last == Score24Family.Velocity && IsDrums);

    public bool IsDrums => ProgramInPosition == Score24Vocabulary.DrumProgram;

    public bool Expects(Score24Family family) => (Expected >> (int)family & 1) != 0;

    /// <summary>Whether this value of an expected family may follow.</summary>
    public bool Admits(Score24Token token) => token.Family switch
    {
        Special => token.Value == Score24Vocabulary.End,
        TimeSig => token.Value != Meter,
        Position => token.Value > PositionInBar && token.Value < BarLength,
        Tempo => token.Value != TempoInForce,
        Key => token.Value != KeyInForce,
        Chord => token.Value != ChordInForce,
        Program => token.Value > ProgramInPosition && HasPlace(token.Value),
        Pitch or DrumPitch => token.Value > PitchInProgram,
        _ => true,
    };

    /// <summary>Whether a program has its place already, or there is one left for it.</summary>
    /// <param name="program">0 … 127, and <see cref="Score24Vocabulary.DrumProgram"/>.</param>
    /// <param name="most">How many pitched programs have one; default: as many as a MIDI file has channels.</param>
    public bool HasPlace(int program, int most = MostPitchedPrograms) =>
        program == Score24Vocabulary.DrumProgram || _isUsed[program] || PitchedPrograms < most;

    /// <summary>Goes on by an id if it may follow.</summary>
    /// <param name="id">Any number.</param>
    /// <param name="index">Where it stands among the tokens.</param>
    /// <exception cref="Score24FormatException">It may not follow.</exception>
    public Score24Token Follow(int id, int index)
    {
        if ((uint)id >= (uint)Score24Vocabulary.Size)
            throw new Score24FormatException(index, $"{id} is no token: ids go from 0 to {Score24Vocabulary.Size - 1}.");
        var token = Score24Vocabulary.TokenOf(id);
        if (!Expects(token.Family) || !Admits(token)) throw new Score24FormatException(index, Score24Refusals.Reason(this, token));
        Advance(token);
        if (BarEnd > Scores.Ticks.Max.Value / 2) throw new Score24FormatException(index, "The piece is longer than a score can be.");
        return token;
    }

    /// <summary>Goes on by a token that is expected and admitted.</summary>
    public void Advance(Score24Token token)
    {
        switch (token.Family)
        {
            case Special:
                IsEnded = true;
                break;
            case Bar:
                (BarStart, PositionInBar) = (BarEnd, None);
                Bars++;
                break;
            case TimeSig:
                (Meter, BarLength) = (token.Value, Score24Scales.BarTicks[token.Value]);
                break;
            case Position:
                (PositionInBar, ProgramInPosition, PitchInProgram) = (token.Value, None, None);
                break;
            case Tempo:
                TempoInForce = token.Value;
                break;
            case Key:
                KeyInForce = token.Value;
                break;
            case Chord:
                ChordInForce = token.Value;
                break;
            case Program:
                if (!_isUsed[token.Value] && token.Value != Score24Vocabulary.DrumProgram) PitchedPrograms++;
                (_isUsed[token.Value], ProgramInPosition, PitchInProgram) = (true, token.Value, None);
                break;
            case Pitch or DrumPitch:
                PitchInProgram = token.Value;
                break;
            case Score24Family.Velocity:
                Velocity = token.Value;
                break;
        }
        _last = token.Family;
        Expected = Successors();
    }

    private int Successors() => _last switch
    {
        Special => 0,
        Bar => (1 << (int)TimeSig) | (Meter == None ? 0 : Onward),
        TimeSig => Onward,
        Position => TempoInForce == None ? 1 << (int)Tempo : Events | (1 << (int)Program),
        Tempo => (1 << (int)Key) | (1 << (int)Chord) | (1 << (int)Program) | Onward,
        Key => (1 << (int)Chord) | (1 << (int)Program) | Onward,
        Chord => (1 << (int)Program) | Onward,
        Program => 1 << (int)(IsDrums ? DrumPitch : Pitch),
        Pitch or DrumPitch => 1 << (int)Score24Family.Velocity,
        Score24Family.Velocity when !IsDrums => 1 << (int)Duration,
        _ => (1 << (int)(IsDrums ? DrumPitch : Pitch)) | (1 << (int)Program) | Onward | EndToken,
    };
}
