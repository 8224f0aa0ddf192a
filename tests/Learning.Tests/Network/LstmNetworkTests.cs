using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Inference.Decoding;
using MusicGen.Learning.Batches;
using MusicGen.Learning.Network;
using static TorchSharp.torch;

namespace MusicGen.Learning.Tests.Network;

public sealed class LstmNetworkTests
{
    [Theory]
    [InlineData(4, 1, 1, 1)]
    [InlineData(13, 5, 7, 2)]
    [InlineData(37, 24, 17, 3)]
    [InlineData(253, 128, 256, 2)]
    [InlineData(101, 33, 63, 1)]
    public void Forward_OverASequence_AgreesWithTheModelThatComposes(int words, int embedding, int hidden, int layers)
    {
        var shape = new ModelShape(words, embedding, hidden, layers);
        manual_seed(5);
        using var scope = NewDisposeScope();
        using var network = new LstmNetwork(shape, 0.5, 0.5);
        network.eval();
        using var noGradients = no_grad();
        long[] tokens = [.. Enumerable.Range(0, 60).Select(i => (long)(i * i % words))];

        var (first, memory) = network.call(tensor(tokens[..25], [1, 25]), LstmMemory.Empty(layers, hidden, ScalarType.Float32, CPU).Of(new Window([0], [0], [Window.Beginning], 1)));
        var (second, _) = network.call(tensor(tokens[25..], [1, 35]), memory);

        var expected = cat([first, second], 1).data<float>().ToArray(); // (T × V)
        var batch = Decoder.Load(network.ToBytes(), shape, WeightPrecision.SinglePrecision).CreateBatch(1);
        var logits = new float[words];
        for (var i = 0; i < tokens.Length; i++)
        {
            batch.Step(0, (int)tokens[i], logits);
            for (var word = 0; word < words; word++) Assert.Equal(expected[i * words + word], logits[word], 1e-4f);
        }
    }

    [Fact]
    public void ToBytes_OfANetwork_HasPyTorchsNamesAndShapes()
    {
        using var network = new LstmNetwork(new ModelShape(9, 3, 4, 2), 0.5, 0.5);

        var stored = SafeTensors.Read(network.ToBytes()).Tensors.Select(tensor => $"{tensor.Name} {string.Join('×', tensor.Shape)}");

        Assert.Equal(
            ["embedding.weight 9×3",
             "lstm.weight_ih_l0 16×3", "lstm.weight_hh_l0 16×4", "lstm.bias_ih_l0 16", "lstm.bias_hh_l0 16",
             "lstm.weight_ih_l1 16×4", "lstm.weight_hh_l1 16×4", "lstm.bias_ih_l1 16", "lstm.bias_hh_l1 16",
             "head.weight 9×4", "head.bias 9"], stored);
    }

    [Fact]
    public void Load_OfWhatToBytesWrote_GivesTheSameBytesAgain()
    {
        var shape = new ModelShape(9, 3, 4, 2);
        using var network = new LstmNetwork(shape, 0, 0);
        using var other = new LstmNetwork(shape, 0, 0);
        Assert.NotEqual(network.ToBytes(), other.ToBytes());

        other.Load(network.ToBytes());

        Assert.Equal(network.ToBytes(), other.ToBytes());
    }

    [Fact]
    public void Load_OfAnotherShape_IsRefused()
    {
        using var network = new LstmNetwork(new ModelShape(9, 3, 4, 2), 0, 0);
        using var other = new LstmNetwork(new ModelShape(9, 3, 5, 2), 0, 0);

        Assert.Throws<CheckpointFormatException>(() => other.Load(network.ToBytes()));
    }
}
