using MusicGen.Contracts.Datasets;
using MusicGen.Music.Analysis;
using MusicGen.Music.Scores;
using MusicGen.Music.Tokens;
using MusicGen.Music.Tokens.Grid24;
using PartSelection = MusicGen.Music.Tokens.PartSelection;
using ProgramMapping = MusicGen.Music.Tokens.Grid24.ProgramMapping;

namespace MusicGen.Inference.Tokens;

/// <summary>Scores as words and words as scores, in the language that a dataset or model was given. Safe for concurrent use.</summary>
public sealed class Tokenizer(TokenizerSettings settings)
{
    private const double DefaultTempoQpm = 120;
    private const double MicrosecondsPerMinute = 60e6;

    private readonly TokenizerSettings _settings = settings.Resolved();

    public TokenizerKind Kind => _settings.Kind;

    private NoteNamesOptions NoteNamesOptions => new()
    {
        Parts = _settings.NoteNames!.Parts == Contracts.Datasets.PartSelection.First ? PartSelection.First : PartSelection.AllPitched,
        ToleranceDivisor = _settings.NoteNames.ToleranceDivisor,
        SplitTiesAtBar = _settings.NoteNames.SplitTiesAtBar,
    };

    private Score24Options Score24Options => new()
    {
        Programs = _settings.Score24!.Programs switch
        {
            Contracts.Datasets.ProgramMapping.Families => ProgramMapping.Families,
            Contracts.Datasets.ProgramMapping.Seed => ProgramMapping.Seed,
            _ => ProgramMapping.Exact,
        },
        Chords = _settings.Score24.Chords,
        Keys = _settings.Score24.Keys,
    };

    /// <summary>The words of a piece that a network may learn from, or why it has none.</summary>
    public TokenizedPiece EncodeForLearning(Score score)
    {
        var isScore24 = Kind == TokenizerKind.Score24;
        if (isScore24 && score.NoteCount > 0 && !ScoreProfile.Of(score).Grid.Exists) return TokenizedPiece.Omitted(OmissionReason.NoBeatGrid);
        try
        {
            return TokenizedPiece.Of(Encode(score), isScore24 ? OmissionReason.NoNote : OmissionReason.NoPitchedNote);
        }
        catch (Score24LimitException)
        {
            return TokenizedPiece.Omitted(OmissionReason.TooManyBars);
        }
        catch (NoteNamesLimitException)
        {
            return TokenizedPiece.Omitted(OmissionReason.TooManyWords);
        }
    }

    /// <summary>The words of a score; none where it has no note that the language tells.</summary>
    /// <exception cref="Score24LimitException">It has too many bars.</exception>
    /// <exception cref="NoteNamesLimitException">Its notes are held over too many bars, in each of which they are to be told.</exception>
    public IReadOnlyList<string> Encode(Score score)
    {
        if (Kind == TokenizerKind.NoteNames) return NoteNames.Encode(score, NoteNamesOptions);
        var encoding = Score24.Encode(score, Score24Options);
        return encoding.Notes > 0 ? new Score24Words(encoding.Tokens) : [];
    }

    /// <summary>The score that words tell.</summary>
    /// <param name="words">Whole: with their end, where the language has one.</param>
    /// <param name="tempoQpm">Quarters a minute; null: what the words say, or 120.</param>
    /// <exception cref="FormatException">They are not words of this language, or not in an order that it allows.</exception>
    public Score Decode(IReadOnlyList<string> words, double? tempoQpm)
    {
        if (Kind == TokenizerKind.NoteNames) return NoteNames.Decode(words, tempoQpm ?? DefaultTempoQpm);
        var score = Score24.Decode(Score24Vocabulary.ToIds(words));
        return tempoQpm is { } qpm
            ? new Score(score.TicksPerQuarter, score.Tracks, [new Tempo(Ticks.Zero, (int)Math.Round(MicrosecondsPerMinute / qpm))], score.Meters, score.End, score.Name, score.Keys, score.Chords)
            : score;
    }
}
