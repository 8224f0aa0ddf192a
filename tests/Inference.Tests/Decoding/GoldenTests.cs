using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MusicGen.Contracts.Training;
using MusicGen.Inference.Composing;
using MusicGen.Inference.Decoding;
using MusicGen.Inference.Sampling;
using MusicGen.Music.Tokens;

namespace MusicGen.Inference.Tests.Decoding;

/// <summary>Bytes and words that are the same on every machine: written down once, they hold until somebody means to change them.</summary>
/// <remarks><see cref="LesserMachineTests"/> runs these tests as on machines with fewer instructions.</remarks>
public sealed class GoldenTests
{
    private static readonly ModelShape Shape = new(VocabularySize: 75, Embedding: 12, Hidden: 40, Layers: 2);
    private static readonly Vocabulary Words = Vocabulary.Of(["C4", "D4", "E4", "F4", "G4", "A4", "B4", "C5"]);

    [Theory]
    [InlineData(WeightPrecision.EightBits, "9040252ade42913206a24b41babc19365b4bf2faf9c50ecf5465689155ce9f58")]
    [InlineData(WeightPrecision.BFloat16, "ab21b392d9efca21f626c524f154dcd3ed915b6ef9020858af0faa6af8d2ec0d")]
    [InlineData(WeightPrecision.SinglePrecision, "d61b7e519b0ef864df2be18cea38bc8d90fa0d47d76c1e355401b981cf2d11e5")]
    public void Step_FiftyTimes_GivesTheBytesOfEveryMachine(WeightPrecision precision, string sha256)
    {
        var file = SmallNetworks.File(Shape, SmallNetworks.Weights(Shape, seed: 50));

        foreach (var unit in VectorUnits.Available)
        {
            var batch = Decoder.Load(file, Shape, precision, unit).CreateBatch(1);
            var logits = new float[50 * Shape.VocabularySize];
            for (var step = 0; step < 50; step++) batch.Step(0, step * 7 % Shape.VocabularySize, logits.AsSpan(step * Shape.VocabularySize, Shape.VocabularySize));

            Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(logits.AsSpan()))));
        }
    }

    [Fact]
    public void Compose_OfASeed_GivesTheWordsOfEveryMachine()
    {
        var model = SmallNetworks.Decoder(new ModelShape(Words.Size, 6, 20, 2), scale: 2);
        var options = new SamplingOptions(Temperature: 1.25, TopK: 7, TopP: 0.9, MinP: 0.01, RepetitionPenalty: 0.5, RepetitionLength: 3);

        var tune = Composer.Compose(model, new TuneDraft(new NoteNamesRules(Words, 40), [1, 2, 3], options, seed: 2026)).Select(id => Words.Words[id]);

        Assert.Equal(
            "E4 A4 A4 F4 F4 F4 C5 A4 F4 A4 E4 A4 E4 A4 E4 A4 A4 A4 A4 E4 B4 E4 E4 E4 A4 A4 A4 F4 B4 D4 E4 C4 E4 C4 D4 C4 C5 C4 C4 E4",
            string.Join(' ', tune));
    }

    /// <summary>Or the tests above, run as on a lesser machine, would say nothing.</summary>
    [Theory]
    [InlineData(LesserMachineTests.WithoutAvx512, VectorUnit.Avx512)]
    [InlineData(LesserMachineTests.WithoutAvx2, VectorUnit.Avx2)]
    [InlineData(LesserMachineTests.WithoutAny, VectorUnit.Avx2)]
    public void Available_WhereTheRuntimeIsToldToDoWithout_HasNoSuchUnit(string variable, VectorUnit unit)
    {
        if (Environment.GetEnvironmentVariable(variable) == "0") Assert.DoesNotContain(unit, VectorUnits.Available);
    }
}
