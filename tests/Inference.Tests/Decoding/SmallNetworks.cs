using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Inference.Decoding;
using MusicGen.Music.Randomness;

namespace MusicGen.Inference.Tests.Decoding;

/// <summary>Networks with random weights.</summary>
internal static class SmallNetworks
{
    /// <summary>Uniform in −scale to scale.</summary>
    public static Dictionary<string, float[]> Weights(ModelShape shape, ulong seed, float scale = 0.5f)
    {
        var index = 0UL;
        var random = new CounterRandom(seed);
        return ParameterNames.Of(shape).ToDictionary(
            parameter => parameter.Name,
            parameter => Enumerable.Range(0, (int)parameter.Shape.Aggregate((a, b) => a * b)).Select(_ => scale * (float)(2 * random.Uniform(index++) - 1)).ToArray());
    }

    public static byte[] File(ModelShape shape, Dictionary<string, float[]> weights) =>
        SafeTensors.Write(ParameterNames.Of(shape).Select(parameter => StoredTensor.Of(parameter.Name, weights[parameter.Name], parameter.Shape)));

    public static Decoder Decoder(ModelShape shape, float scale = 0.5f) => Inference.Decoding.Decoder.Load(File(shape, Weights(shape, seed: 1, scale)), shape);
}
