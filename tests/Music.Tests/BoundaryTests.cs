using MusicGen.Music.Analysis;
using MusicGen.Music.Augmentation;
using MusicGen.Music.Originality;
using MusicGen.Music.Prediction;
using MusicGen.Music.Scores;
using MusicGen.Music.Similarity;
using MusicGen.Music.Tokens;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Tests;

/// <summary>What the callers of this library get for arguments that make no sense.</summary>
public sealed class BoundaryTests
{
    private static readonly Score Empty = new(480, []);

    public static TheoryData<string, Action> Nulls => new()
    {
        { "score", () => PieceFingerprint.Of(null!) },
        { "score", () => ScoreProfile.Of(null!) },
        { "profile", () => new IntakeFilters().Check(null!) },
        { "id", () => new FingerprintIndex().Add(null!, PieceFingerprint.Of(Empty)) },
        { "fingerprint", () => new FingerprintIndex().Add("one", null!) },
        { "fingerprint", () => new FingerprintIndex().Find(null!) },
        { "tracks", () => _ = new Score(480, null!) },
        { "tempos", () => _ = new TempoMap(480, null!) },
        { "meters", () => _ = new BarMap(480, null!) },
        { "notes", () => _ = new Track(null, 0, null!) },
        { "dataset", () => _ = new VariantVocabulary(null!, [], default) },
        { "moved", () => _ = new VariantVocabulary(Vocabulary.Of([]), null!, default) },
        { "dataset", () => VariantVocabulary.Of(null!, default) },
        { "vocabulary", () => NgramModel.Train(null!, []) },
        { "pieces", () => NgramModel.Train(Vocabulary.Of([]), null!) },
        { "vocabulary", () => _ = new CopyMeter(null!, []) },
        { "generated", () => _ = new CopyMeter(Vocabulary.Of([]), null!) },
        { "training", () => new CopyMeter(Vocabulary.Of([]), []).Compare(Vocabulary.Of([]), null!) },
    };

    public static TheoryData<string, Action> OutOfRange => new()
    {
        { "id", () => Score24Vocabulary.TokenOf(-1) },
        { "id", () => Score24Vocabulary.WordOf(Score24Vocabulary.Size) },
        { "id", () => Score24Vocabulary.ToWords([0, int.MaxValue]) },
        { "options.MostBars", () => Score24.Encode(Empty, new Score24Options { MostBars = 0 }) },
        { "options", () => Score24.Encode(Empty, new Score24Options { Programs = (ProgramMapping)9 }) },
        { "options.ToleranceDivisor", () => NoteNames.Encode(Empty, new NoteNamesOptions { ToleranceDivisor = 0 }) },
        { "options", () => NoteNames.Encode(Empty, new NoteNamesOptions { Parts = (PartSelection)9 }) },
    };

    [Theory]
    [MemberData(nameof(Nulls), DisableDiscoveryEnumeration = true)]
    public void Call_Null_NamesTheArgument(string parameter, Action call) => Assert.Throws<ArgumentNullException>(parameter, call);

    [Theory]
    [MemberData(nameof(OutOfRange), DisableDiscoveryEnumeration = true)]
    public void Call_ValueOutOfRange_NamesTheArgument(string parameter, Action call) => Assert.Throws<ArgumentOutOfRangeException>(parameter, call);

    [Fact]
    public void Score_TrackThatIsNull_IsRefused() => Assert.Throws<ArgumentException>("tracks", () => new Score(480, [null!]));
}
